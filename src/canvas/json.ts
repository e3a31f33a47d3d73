import { EncodeError } from './exceptions.ts'

/** What a message can carry. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

/** A JSON object; a task's keyword arguments are one. */
export interface JsonObject {
  readonly [key: string]: Json
}

/**
 * The value as it will arrive: a copy that shares nothing mutable with it. `undefined` alone is null, and as a property
 * it is left out. Throws `EncodeError` for what JSON does not carry; `where` says whose value it is.
 */
export function encodeJson(value: unknown, where: string): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : refuse(value, where, '')
    case 'undefined':
      return null
    case 'object':
      return value === null ? null : encodeObject(value, where, '', 0)
    default:
      return refuse(value, where, '')
  }
}

const deepest = 1000

function encodeInside(value: unknown, where: string, path: string, depth: number): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : refuse(value, where, path)
    case 'object':
      return value === null ? null : encodeObject(value, where, path, depth)
    default:
      return refuse(value, where, path)
  }
}

function encodeObject(value: object, where: string, path: string, depth: number): Json {
  if (depth > deepest) return refuse(value, where, '', 'a value that contains itself')
  if (Array.isArray(value)) return encodeList(value, where, path, depth)
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return refuse(value, where, path)
  const copy: Record<string, Json> = {}
  for (const key of Object.keys(value)) {
    const item = (value as Record<string, unknown>)[key]
    if (item === undefined) continue
    const json = typeof item === 'string' ? item : encodeInside(item, where, `${path}.${key}`, depth + 1)
    if (key === '__proto__') Object.defineProperty(copy, key, { value: json, enumerable: true })
    else copy[key] = json
  }
  return copy
}

function encodeList(list: readonly unknown[], where: string, path: string, depth: number): Json {
  const copy = new Array<Json>(list.length)
  for (let index = 0; index < list.length; index++) {
    const item = list[index]
    copy[index] =
      typeof item === 'string' || (typeof item === 'number' && Number.isFinite(item))
        ? item
        : encodeInside(item, where, `${path}[${index}]`, depth + 1)
  }
  return copy
}

/** Throws: who holds what at which path, how it would arrive, and what to do. */
function refuse(value: unknown, where: string, path: string, what = describe(value)): never {
  const at = path === '' ? '' : ` at ${path.replace(/^\./, '')}`
  throw new EncodeError(`${where} holds ${what}${at}: JSON does not carry it. ${cure(value)}`)
}

function describe(value: unknown): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'bigint') return `the bigint ${value}n`
  if (typeof value === 'function') return value.name ? `the function ${value.name}` : 'a function'
  if (typeof value === 'object' && value !== null) {
    const name = (value as { constructor?: { name?: string } }).constructor?.name
    return name ? `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}` : 'an object'
  }
  return value === undefined ? 'undefined' : `a ${typeof value}`
}

function cure(value: unknown): string {
  if (value instanceof Date) return 'Pass toISOString() instead.'
  if (value instanceof Map) return 'Pass Object.fromEntries(map) instead.'
  if (value instanceof Set) return 'Pass [...set] instead.'
  if (typeof value === 'bigint') return 'Pass String(value) instead.'
  if (value === undefined || typeof value === 'number') return 'Pass null instead.'
  return 'Pass plain data: null, booleans, numbers, strings, lists and objects of these.'
}
