import { readFileSync } from 'node:fs'
import type { Json, JsonObject } from '../../src/canvas/json.ts'
import { Mistake } from '../mistake.ts'

/**
 * A canvas as nested lists, the grammar of `oracle/oracle.py`: `['sig', task, args?, kwargs?, options?]`, `['si', ...]`,
 * `['chain', e, ...]`, `['group', e, ...]`, `['chord', header, body]`, `['|', e, e]`, `['link', e, callback]`,
 * `['link_error', e, errback]`, `['map' | 'starmap', task, items]`, `['chunks', task, items, n]`,
 * `['stamp', e, stamps, visitor or null, append]`.
 */
export type Expression = readonly [operator: string, ...rest: readonly Json[]]

/** What one run came to, or a part of it; the names are the recording's. */
export interface Outcome {
  readonly json?: Json
  readonly repr?: string
  readonly build_error?: Failure
  readonly send_error?: Failure
  readonly get?: { readonly ok: Json } | Failure
  readonly result?: ResultOutcome
  readonly parents?: readonly ResultOutcome[]
  readonly children?: readonly ChildOutcome[]
  readonly executions?: readonly Execution[]
  readonly errbacks?: readonly Errback[]
}

export interface Failure {
  readonly error: string
  readonly message: string
}

export type ResultOutcome =
  | { readonly kind: 'group'; readonly results: readonly ResultOutcome[] }
  | ({ readonly kind: 'task'; readonly state: string; readonly ok?: Json } & Partial<Failure>)

export type ChildOutcome = ResultOutcome & { readonly children?: readonly ChildOutcome[] }

/** One run of a task. */
export interface Execution extends Partial<Failure> {
  readonly task: string
  readonly args: readonly Json[]
  readonly kwargs: JsonObject
  readonly state: string | null
  readonly retries: number
  readonly ok?: Json
  /** The name of the task whose id is the parent's; null when none of that id ran. */
  readonly parent: string | null
  readonly root_is_self: boolean
  readonly group_index: number | null
  readonly stamps?: JsonObject
}

/** One call of an errback of the new style. */
export interface Errback {
  readonly task: string
  readonly exc: string
  readonly message: string
}

/** The fields that are compared, in the order they are reported. */
export const FIELDS = [
  'json',
  'repr',
  'build_error',
  'send_error',
  'get',
  'result',
  'parents',
  'children',
  'executions',
  'errbacks',
] as const

export type Field = (typeof FIELDS)[number]

/** A canvas, how it is called, and what a real Celery made of it. */
export interface Case extends Outcome {
  readonly id: string
  readonly expr: Expression
  readonly args?: readonly Json[]
  /** Keyword arguments and options of `apply_async`. */
  readonly call?: { readonly kwargs?: JsonObject; readonly [option: string]: unknown }
  /** Fields that came out differently when it was run again, each with everything that was seen. */
  readonly varies?: { readonly [Name in Field]?: readonly (Outcome[Name] | null)[] }
}

/** The cases of a file. */
export function readCaseFile(file: string): readonly Case[] {
  const cases = readCases(textOf(file), file)
  if (cases.length === 0) throw new Mistake(`${file} holds no case`)
  return cases
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Mistake(`${file} cannot be read: ${(error as Error).message}`)
  }
}

/** Cases, one JSON object a line. `from` says in an error where they came from. */
export const readCases = (text: string, from: string): readonly Case[] =>
  text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const each = parsed(line)
    if (isCase(each)) return [each]
    throw new Mistake(
      `line ${index + 1} of ${from} is no case: a JSON object with "id" and "expr" is expected`,
    )
  })

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

const isCase = (value: unknown): value is Case =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Case).id === 'string' &&
  Array.isArray((value as Case).expr)
