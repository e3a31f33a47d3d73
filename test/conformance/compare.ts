import { isDeepStrictEqual } from 'node:util'
import { type Case, type Failure, FIELDS, type Field, type Outcome, type ResultOutcome } from './cases.ts'

/** One field in which a run was not as recorded. */
export interface Disagreement {
  readonly field: Field
  /** What was recorded; several, where recordings differ. */
  readonly expected: unknown
  readonly got: unknown
}

/**
 * The fields in which a run is not as recorded. A field that varies must be one of those seen. Where Celery's `get` never
 * came back, ours may give the value, or the error that a task of the result holds, or say why neither ever comes.
 */
export function disagreements(recorded: Case, ours: Outcome): readonly Disagreement[] {
  return FIELDS.filter((field) => {
    if (field === 'get' && neverCameBack(recorded) && saysWhy(ours)) return false
    const got = comparable(field, ours[field])
    return !seen(recorded, field).some((each) => isDeepStrictEqual(comparable(field, each), got))
  }).map((field) => {
    const all = seen(recorded, field)
    return { field, expected: all.length === 1 ? all[0] : all, got: ours[field] }
  })
}

/** Whether a real `get()` of this case was seen to wait for ever. */
export const neverCameBack = (recorded: Case): boolean =>
  seen(recorded, 'get').some((get) => get && 'error' in get && HANGS.has(get.error))

const HANGS: ReadonlySet<string> = new Set(['TimeoutError', 'Hang'])

/** Everything that was recorded of a field. */
const seen = <Name extends Field>(recorded: Case, field: Name): readonly (Outcome[Name] | null)[] =>
  recorded.varies?.[field] ?? [recorded[field]]

function saysWhy({ get, result, parents = [] }: Outcome): boolean {
  if (get === undefined) return false
  return 'ok' in get || get.error === 'NeverReady' || [result, ...parents].some((each) => holds(each, get))
}

/** Whether a task among these ended with this error. */
function holds(outcome: ResultOutcome | undefined, error: Failure): boolean {
  if (outcome === undefined) return false
  if (outcome.kind === 'group') return outcome.results.some((member) => holds(member, error))
  return outcome.error === error.error && outcome.message === error.message
}

/**
 * A value as it is compared: ids and addresses blanked, keys and unordered rows in order, absent and null alike, and
 * without Python's wording of what only Python words.
 */
function comparable(field: Field, value: unknown): unknown {
  if (value === undefined || value === null) return null
  const plain = normal(JSON.parse(JSON.stringify(value)))
  if (!UNORDERED.has(field)) return plain
  return (plain as unknown[])
    .map((row) => [JSON.stringify(row), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, row]) => row)
}

const UNORDERED: ReadonlySet<Field> = new Set(['executions', 'errbacks'])

function normal(value: unknown): unknown {
  if (typeof value === 'string') return normalText(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(normal)
  return Object.fromEntries(
    Object.entries(value)
      // Celery makes a set of the names of stamps.
      .map(([key, item]) => [key, normal(key === 'stamped_headers' ? item.toSorted() : item)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

function normalText(text: string): string {
  const blanked = text.replace(ID, '<id>').replace(ADDRESS, '<$1>')
  return PYTHON_WORDS.some((words) => words.test(blanked))
    ? `${CELERY_WORDS.exec(blanked)![0]}<a TypeError in the words of Python>`
    : blanked
}

const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
/** Python prints an empty chain as an object at an address. */
const ADDRESS = /<(chain)(@0x[0-9a-f]+)?: empty>/g

/** What Celery says before it quotes an error. */
const CELERY_WORDS = /^(Dependency <id> raised |Callback error: |Join error: |Retry in \d+s: )?/
/** How Python words arguments and operands that do not fit. */
const PYTHON_WORDS = [
  /missing \d+ required (positional|keyword-only) argument/,
  /takes (from )?\d+ (to \d+ )?positional arguments? but/,
  /got (an unexpected keyword argument|multiple values for argument)/,
  /unsupported operand type\(s\) for/,
  /can only concatenate (list|str)/,
  /can't multiply sequence by non-int/,
  /has no len\(\)/,
  /object is not iterable/,
  /not supported between instances of/,
  /'NoneType' object has no attribute/,
  /^(list|tuple) index out of range/,
  // A KeyError is the key that is missing.
  /^'\w+(\.\w+)*'(: |$)/,
]
