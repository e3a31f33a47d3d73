import type { about, Composable } from './about.ts'
import type { Frozen } from './called.ts'
import type { Show } from './show.ts'
import type { Naming } from './signature.ts'

/** The next canvas itself when it takes `Value`; otherwise a sentence that names both tasks and both types. */
export type Fits<Value, Giver extends string, Next extends Composable> = Next[typeof about]['takes'] extends (
  args: [Value],
) => void
  ? Next
  : Refusal<Value, Giver, Next>

/** What is said of what is no canvas at all. */
export type NoCanvas = 'a canvas is needed here: write task.s(...), chain(...), group(...) or chord(...)'

/** The same of something that is known: what was sent is none any more, a list is none, and what may be none is none. */
export type NoCanvasIs<Given> =
  MayBeNone<Given> extends true
    ? 'this may be none: leave it out then, by ...(step ? [step] : [])'
    : [Given] extends [PromiseLike<unknown>]
      ? 'this is sent already, and no canvas any more: leave .delay(...) out'
      : [Given] extends [readonly unknown[]]
        ? 'a list is no canvas: write group([...]) or chain(...list)'
        : NoCanvas

/** Whether a type is a canvas or nothing, as `condition ? step : undefined` is. */
export type MayBeNone<Given> = [Given] extends [Composable]
  ? false
  : [Given] extends [Composable | null | undefined | false | 0 | '']
    ? [Extract<Given, Composable>] extends [never]
      ? false
      : true
    : false

/** A canvas itself; what is none, or taken for one by mistake, becomes a sentence. */
export type Canvased<Given> =
  MayBeNone<Given> extends true
    ? NoCanvasIs<Given>
    : Given extends Composable
      ? Given[typeof about]['kind'] extends 'other'
        ? MistakeOf<Given[typeof about]['parts']>
        : Given
      : NoCanvasIs<Given>

/** What is said of an `AnySignature`. */
export type NotSaid =
  'the type AnySignature does not say what this takes and gives: use the very type, such as Signature<[x: number], string>'

/** Why `Next` does not take the value: a sentence for each task in it that would get it and cannot. */
export type Refusal<Value, Giver extends string, Next> = Composable extends Next
  ? Composable | NoCanvas
  : RefusalBy<Value, Giver, TakerOf<Next>>

type RefusalBy<Value, Giver extends string, Taker> = Taker extends {
  readonly [about]: { readonly kind: 'other'; readonly parts: infer Mistake }
}
  ? MistakeOf<Mistake>
  : Taker extends {
        readonly [about]: { readonly takes: infer Takes; readonly parts: infer Name extends Naming }
      }
    ? Takes extends (args: [Value]) => void
      ? never
      : [Value] extends [symbol]
        ? NoChord<Giver, Name>
        : Takes extends (args: infer Args extends readonly unknown[]) => void
          ? Sentence<Value, Giver, TaskName<Name>, Args>
          : never
    : NotSaid

/** That the backend, which the name is marked with, cannot do the chord that this would be. */
type NoChord<Giver extends string, Name extends Naming> = Name extends
  | `${string}@${infer Backend}`
  | readonly [`${string}@${infer Backend}`]
  ? `${Giver} before ${TaskName<Name>} is a chord, and the ${Backend} result backend does not support chords: use redis:// as backend`
  : `${Giver} before ${TaskName<Name>} is a chord, and the result backend of ${Giver} does not support chords`

/** `add takes number, but send_sms gives string`; or that no place is left, or that more is missing. */
type Sentence<
  Value,
  Giver extends string,
  Name extends string,
  Args extends readonly unknown[],
> = Args extends readonly []
  ? `${Name} has no place left for the result of ${Giver}: leave one argument out, or use .si()`
  : Args extends readonly [unknown, unknown, ...unknown[]]
    ? `${Name} still misses arguments besides the result of ${Giver}: it takes ${Show<Args>}, but ${Giver} gives ${Show<Value>}`
    : [Value] extends [Frozen<Required<Args>[0]>]
      ? `${Name} takes ${Show<Required<Args>[0]>}, but ${Giver} gives a read-only ${Show<Value>}: declare the parameter readonly`
      : Told<Name, Show<Required<Args>[0]>, Giver, Show<Value>>

/** Two types may read alike: two objects, two brands of number. */
type Told<Name extends string, Takes extends string, Giver extends string, Gives extends string> = [
  Takes,
  Gives,
] extends [Gives, Takes]
  ? `${Name} takes another ${Takes} than ${Giver} gives`
  : `${Name} takes ${Takes}, but ${Giver} gives ${Gives}`

/** The tasks in a canvas that are handed the result of the step before: the first of a chain, every member of a group. */
export type TakerOf<Given> = Given extends Composable
  ? {
      readonly task: Given
      readonly other: Given
      readonly chain: Given[typeof about]['parts'] extends readonly [infer First, ...unknown[]]
        ? TakerOf<First>
        : Given[typeof about]['parts'] extends readonly (infer First)[]
          ? TakerOf<First>
          : never
      readonly group: Given[typeof about]['parts'] extends readonly (infer Member)[] ? TakerOf<Member> : never
      readonly chord: Given[typeof about]['parts'] extends { readonly header: readonly (infer Member)[] }
        ? TakerOf<Member>
        : never
    }[Given[typeof about]['kind']]
  : never

/** The name of who gives the result: a task's own, the last one's of a chain, the body's of a chord, a group's members'. */
export type GiverOf<Given> = Given extends Composable
  ? {
      readonly task: Given[typeof about]['parts'] extends infer Name extends Naming
        ? TaskName<Name>
        : 'a canvas'
      readonly chain: Given[typeof about]['parts'] extends readonly [...unknown[], infer Last]
        ? GiverOf<Last>
        : Given[typeof about]['parts'] extends readonly (infer Last)[]
          ? GiverOf<Last>
          : never
      readonly group: Given[typeof about]['parts'] extends infer Members extends readonly unknown[]
        ? GroupName<Members>
        : never
      readonly chord: Given[typeof about]['parts'] extends { readonly body: infer Body }
        ? GiverOf<Body>
        : never
      readonly other: 'the step before'
    }[Given[typeof about]['kind']]
  : 'the step before'

/** `group(a, b)`, `group(a, b, ...)`, or `group(a)` of a list whose length is not known. */
export type GroupName<Members extends readonly unknown[]> = Members extends readonly []
  ? 'the empty group'
  : Members extends readonly [infer A]
    ? `group(${GiverOf<A>})`
    : Members extends readonly [infer A, infer B]
      ? `group(${GiverOf<A>}, ${GiverOf<B>})`
      : Members extends readonly [infer A, infer B, ...unknown[]]
        ? `group(${GiverOf<A>}, ${GiverOf<B>}, ...)`
        : `group(${GiverOf<Members[number]>}, ...)`

/** What is said of something that is taken for a canvas: of a task how to make one of it, else what it says itself. */
export type MistakeOf<Parts> = Parts extends { readonly task: infer Name extends string }
  ? `${TaskName<Name>} is a task: write ${TaskName<Name>}.s(...)`
  : Parts

/** The name in a sentence. */
export type TaskName<Name extends Naming> = string extends Name ? 'the task' : BareName<Name>

/** The name without the backend it is marked with, `add` of `add@rpc`, and without the mark of silence, `add~` or `[add]`. */
export type BareName<Name extends Naming> = Name extends readonly [infer Only extends string]
  ? TaskName<Only>
  : Name extends `${infer Bare}@${'rpc' | 'disabled'}`
    ? Loud<Bare>
    : Loud<Name & string>

/** The name without the mark of a task that ignores its result: `add` of `add~`. */
export type Loud<Name extends string> = Name extends `${infer Bare}~`
  ? Bare
  : Name extends `${infer Bare}~@${infer Backend}`
    ? `${Bare}@${Backend}`
    : Name
