import type { Json, JsonObject } from '../../src/canvas/json.ts'
import { printValue } from '../../src/canvas/print.ts'
import type { StoredException } from '../../src/canvas/runtime.ts'

/** Python's `a + b`, for what JSON carries. */
export function add(a: Json, b: Json): Json {
  if (isNumber(a) && isNumber(b)) return a + b
  if (isList(a) && isList(b)) return [...a, ...b]
  if (isText(a) && isText(b)) return a + b
  if (isList(a) || isText(a)) {
    const type = typeName(a)
    throw new TypeError(`can only concatenate ${type} (not "${typeName(b)}") to ${type}`)
  }
  return refuse('+', a, b)
}

/** Python's `a * b`, for what JSON carries. */
export function multiply(a: Json, b: Json): Json {
  if (isNumber(a) && isNumber(b)) return a * b
  if (isSequence(a)) return repeat(a, b)
  if (isSequence(b)) return repeat(b, a)
  return refuse('*', a, b)
}

/** Python's `sum(items)`. */
export const sum = (items: Json): Json => iterate(items).reduce<Json>(add, 0)

/** Python's `len(value)`. */
export function length(value: Json): number {
  if (isSequence(value)) return value.length
  if (isDict(value)) return Object.keys(value).length
  throw new TypeError(`object of type '${typeName(value)}' has no len()`)
}

/** Python's `sep.join(str(item) for item in items)`. */
export function join(items: Json, separator: string): string {
  return iterate(items)
    .map((item) => (isText(item) ? item : printValue(item)))
    .join(separator)
}

/** Python's `value < 0`. */
export function isNegative(value: Json): boolean {
  if (isNumber(value)) return value < 0
  throw new TypeError(`'<' not supported between instances of '${typeName(value)}' and 'int'`)
}

/** Python's `str(exc)`: an error made of another one, which is stored by its `repr`, gives that one's text. */
export function str({ exc_type, exc_message }: StoredException): string {
  const message = exc_message.join(', ')
  return exc_type === 'EncodeError' ? message.replace(/^TypeError\('(.*)'\)$/, '$1') : message
}

function repeat(sequence: readonly Json[] | string, times: Json): Json {
  if (!isNumber(times)) throw new TypeError(`can't multiply sequence by non-int of type '${typeName(times)}'`)
  const count = Math.max(0, times)
  return isText(sequence) ? sequence.repeat(count) : Array.from({ length: count }, () => sequence).flat()
}

function iterate(value: Json): readonly Json[] {
  if (isSequence(value)) return [...value]
  if (isDict(value)) return Object.keys(value)
  throw new TypeError(`'${typeName(value)}' object is not iterable`)
}

function refuse(operator: string, a: Json, b: Json): never {
  throw new TypeError(`unsupported operand type(s) for ${operator}: '${typeName(a)}' and '${typeName(b)}'`)
}

function typeName(value: Json): string {
  if (value === null) return 'NoneType'
  if (typeof value === 'boolean') return 'bool'
  if (isNumber(value)) return Number.isInteger(value) ? 'int' : 'float'
  if (isText(value)) return 'str'
  return isList(value) ? 'list' : 'dict'
}

const isNumber = (value: Json): value is number => typeof value === 'number'
const isText = (value: Json): value is string => typeof value === 'string'
const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
const isSequence = (value: Json): value is readonly Json[] | string => isList(value) || isText(value)
const isDict = (value: Json): value is JsonObject => typeof value === 'object' && value !== null
