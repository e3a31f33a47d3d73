import type { Anything, about } from './about.ts'
import type { Positional, Wrong } from './bound.ts'
import type { NotSaid, TakerOf, TaskName } from './fits.ts'
import type { Json } from './json.ts'
import type { IsAny, Offence } from './jsonable.ts'
import type { Show } from './show.ts'
import type { Naming } from './signature.ts'

/** A task by name, and the arguments it still misses. */
export type Taker = readonly [name: string, args: Positional]

/** Who gets the arguments of a call, the ones that all of them take, and the keywords that are open. */
export type Callee = readonly [takers: Taker, args: Positional, keywords?: unknown]

/** The callee that a task or a signature of it is. */
export type CalleeOf<Name extends Naming, Args extends Positional, Keywords = never> = readonly [
  takers: readonly [name: TaskName<Name>, args: Args],
  args: Args,
  keywords: Keywords,
]

/** The tasks in a canvas that get the arguments it is sent with; immutable ones only when there are no others. */
export type TakersIn<Canvas> = [LooseTakers<TakerOf<Canvas>>] extends [never]
  ? [NamesOf<TakerOf<Canvas>>] extends [never]
    ? never
    : readonly [NamesOf<TakerOf<Canvas>>, []]
  : LooseTakers<TakerOf<Canvas>>
type LooseTakers<Task> = Task extends {
  readonly [about]: {
    readonly takes: (args: infer Args extends Positional) => void
    readonly parts: infer Name extends Naming
  }
}
  ? Anything extends Args
    ? never
    : readonly [name: TaskName<Name>, args: Args]
  : never
type NamesOf<Task> = Task extends { readonly [about]: { readonly parts: infer Name extends Naming } }
  ? TaskName<Name>
  : never

/**
 * What is given from the left, as by `delay`: the parameters with their names when every taker takes `Given`, else a
 * sentence in the place of each wrong argument, and one for all of them when some are missing. The first question is
 * never answered by yes: by it the compiler finds out what is given, with `Args` in view. By the second it compares two
 * forms of a word, with `any` for what is given.
 */
export type Called<Takers extends Taker, Args extends Positional, Given extends Positional> = [
  Given,
] extends [never]
  ? Given | Args
  : IsAny<Given> extends true
    ? Args
    : Checked<Takers, Args, Given>

type Checked<Takers extends Taker, Args extends Positional, Given extends Positional> =
  IsOffending<Given> extends true
    ? Refused<Takers, Args, Given>
    : [Given] extends [Args]
      ? Args
      : [Given] extends [Frozen<Args>]
        ? { [Place in keyof Args]: Frozen<Args[Place]> }
        : Refused<Takers, Args, Given>

/** The same for a list of arguments that is given as one value: read-only lists are as good. */
export type CheckedRow<To extends Callee, Given extends Positional> =
  IsOffending<Given> extends true
    ? Refused<To[0], To[1], Given>
    : [Given] extends [Frozen<To[1]>]
      ? Given
      : Refused<To[0], To[1], Given>

/** The items of map, starmap or chunks: each a list of arguments. */
export type CheckedRows<To extends Callee, Given extends Positional> = [Given] extends [never]
  ? Given
  : IsAny<Given> extends true
    ? Given
    : number extends Given['length']
      ? CheckedList<To, Given, Given[number]>
      : {
          [Place in keyof Given]: Given[Place] extends infer Row extends Positional
            ? CheckedRow<To, Row>
            : NoRow<To, Given[Place]>
        }

/** Items that are made: all of them are right, or a sentence says why not. */
type CheckedList<To extends Callee, Given, Row> = unknown extends Row
  ? `${To[0][0]} takes ${Show<To[1]>}, and the items are a list of such lists`
  : Row extends Positional
    ? IsOffending<Required<Row>> extends false
      ? [Row] extends [Frozen<To[1]>]
        ? Given
        : WrongRow<To[0], Row>
      : WrongRow<To[0], Row>
    : NoRow<To, Row>

/** What is wrong in a list of arguments, as one sentence. */
type WrongRow<Takers extends Taker, Row extends Positional> = [WrongPlaces<Takers, Row>[number]] extends [
  never,
]
  ? TooFew<Takers, Row>
  : WrongPlaces<Takers, Row>[number]

type NoRow<
  To extends Callee,
  Given,
> = `${To[0][0]} takes ${Show<To[1]>}, and each item is the list of them; got ${Show<Given>}`

/** The items of map: each is all that the task needs. */
export type CheckedItems<To extends Callee, Given extends Positional> = [Given] extends [never]
  ? Given
  : IsAny<Given> extends true
    ? readonly To[1][0][]
    : [To[1][0]] extends To[1]
      ? unknown extends Given[number]
        ? IsAny<Given[number]> extends true
          ? Given
          : `${To[0][0]} takes ${Show<To[1]>}, and the items are a list of what it takes`
        : {
            [Place in keyof Given]: CheckedRow<To, [Given[Place]]> extends infer Row extends Positional
              ? Row[0]
              : never
          }
      : `${To[0][0]} takes ${Show<To[1]>}, but map gives it one item at a time: use starmap`

/** Whether JSON does not carry some argument; of one whose type is open it is not said. */
export type IsOffending<Given extends Positional> = Given extends readonly Json[]
  ? false
  : [Offence<Given[number]>] extends [never]
    ? false
    : true

/** The same type, read-only at any depth: what is given is inferred so. */
export type Frozen<Type> = [Json] extends [Type]
  ? Type
  : Type extends object
    ? { readonly [Key in keyof Type]: Frozen<Type[Key]> }
    : Type

type Refused<Takers extends Taker, Args extends Positional, Given extends Positional> =
  WrongPlaces<Takers, Given> extends infer Wrong extends Positional
    ? [Wrong[number]] extends [never]
      ? Whole<TooFew<Takers, Given>, Args>
      : { [Place in keyof Given]: Place extends keyof Wrong ? Or<Wrong[Place], Given[Place]> : never }
    : never

/**
 * The parameters with the sentence about them. There are none when the members of a group take different ones, and a
 * canvas that cannot be sent at all has its sentence among them.
 */
type Whole<Sentence, Args extends Positional> = [Sentence] extends [never]
  ? [Args] extends [never]
    ? NotSaid & Positional
    : Args extends readonly [infer Unsent extends string]
      ? Unsent & Args
      : Args
  : [Sentence & Args] extends [never]
    ? Sentence & Positional
    : Sentence & Args

type Or<Sentence, Value> = [Sentence] extends [never] ? Value : Sentence

/** The wrong arguments as sentences, in their places; never in the place of one that is right. */
export type WrongPlaces<Takers extends Taker, Given extends Positional> = {
  [Place in keyof Given]: WrongAt<Takers, Place, Given[Place]>
}
type WrongAt<Takers extends Taker, Place, Value> = Takers extends readonly [
  infer Name extends string,
  infer Args extends Positional,
]
  ? [At<Args, Place>] extends [never]
    ? `${Name} takes no more arguments here, but gets ${Show<Value>}`
    : [Value] extends [Frozen<At<Args, Place>>]
      ? [Offence<Value>] extends [never]
        ? never
        : Wrong<Name, At<Args, Place>, Value, ''>
      : Wrong<Name, At<Args, Place>, Value, ''>
  : never

/** The parameter in a place, of whichever of these lists has one there. */
type At<Args extends Positional, Place> = Args extends unknown
  ? Place extends keyof Required<Args>
    ? Required<Args>[Place]
    : number extends Args['length']
      ? Args[Place extends `${infer Index extends number}` ? Index : number]
      : never
  : never

/** That a call is not complete: for each taker that misses something. */
export type TooFew<Takers extends Taker, Given extends Positional> = Takers extends readonly [
  infer Name extends string,
  infer Args extends Positional,
]
  ? [Given] extends [Frozen<Args>]
    ? never
    : `${Name} still misses arguments: it takes ${Show<Args>}, but gets ${Show<Given>}`
  : never
