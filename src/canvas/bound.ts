import type { Frozen, IsOffending } from './called.ts'
import type { IsAny, Offence } from './jsonable.ts'
import type { Show } from './show.ts'

/** A list of arguments. */
export type Positional = readonly unknown[]

/**
 * What is still missing in front once `Given` is bound at the end, as Celery binds: `[x: number, y: string]` with
 * `[string]` bound misses `[x: number]`. Optional and rest parameters leave more than one possibility: a union. When
 * `Given` does not fit it counts by its length, so that one mistake is not reported twice.
 */
export type Missing<Args extends Positional, Given extends Positional> =
  IsAny<Given> extends true
    ? Args
    : [Fitting<Args, Given>] extends [never]
      ? Front<Required<Args>, Given>
      : Fitting<Args, Given>

/** The same; never when `Given` does not fit. */
type Fitting<Args extends Positional, Given extends Positional> = Given extends readonly []
  ? Args
  : number extends Args['length']
    ? MissingOfRest<Args, Given>
    : Split<Prefixes<Args>, Given>[0]

/** What stands before the last parameters, as many as are given. */
type Front<Args extends Positional, Given extends Positional> = Args extends readonly [
  ...infer Before,
  ...AnyOf<Given>,
]
  ? Before
  : []

/** Each way the parameters may be filled: `[x: number, y?: string]` is `[x: number] | [x: number, y: string]`. */
type Prefixes<Args extends Positional> = Args extends unknown
  ? Fixed<Args, Args['length'], Required<Args>>
  : never
type Fixed<Args extends Positional, Lengths, Full extends Positional> = Full['length'] extends Lengths
  ? Full | (Full extends readonly [...infer Fewer, unknown] ? Fixed<Args, Lengths, Fewer> : never)
  : never

/** `[x, y]` with `[y]` bound is `[x]` and `[y]`, for each member of a union of parameter lists. */
type Split<Args extends Positional, Given extends Positional> = Args extends readonly [
  ...infer Front,
  ...AnyOf<Given>,
]
  ? Args extends readonly [...Front, ...infer Tail]
    ? Given extends Readonly<Tail>
      ? readonly [Front, Tail]
      : Given extends Frozen<Tail>
        ? readonly [Front, { [Place in keyof Tail]: Frozen<Tail[Place]> }]
        : never
    : never
  : never

type AnyOf<Given extends Positional> = { [Place in keyof Given]: unknown }

/** `[sep: string, ...items: number[]]`: what is bound may be of the rest alone, or reach further to the front. */
type MissingOfRest<
  Args extends Positional,
  Given extends Positional,
  Tail extends Positional = Args,
  Front extends Positional = [],
> =
  | (Given extends Frozen<Tail>
      ? number extends Tail['length']
        ? Tail extends readonly [unknown, ...unknown[]]
          ? Front
          : Args
        : Front
      : never)
  | (Tail extends readonly [infer First, ...infer More]
      ? MissingOfRest<Args, Given, More, [...Front, First]>
      : never)

/**
 * What can be bound at the end, with the names of the parameters, for the editor to show; in the place of each wrong
 * argument a sentence. While nothing is given yet, any of the parameters.
 */
export type Bound<Name extends string, Args extends Positional, Given extends Positional> =
  IsAny<Given> extends true
    ? Partial<Args>
    : Given extends readonly []
      ? Partial<Args>
      : [IsUncounted<Args, Given>, Fitting<Args, Given>] extends [false, never] | [true, unknown]
        ? Refused<Name, Args, Given>
        : IsOffending<Given> extends true
          ? Refused<Name, Args, Given>
          : HasOptional<Args> extends true
            ? Named<LastOf<Required<Args>, Given>, Given>
            : Split<Args, Given>[1]

/** Whether nobody knows how many are given, where only so many are taken. */
type IsUncounted<Args extends Positional, Given extends Positional> = number extends Given['length']
  ? number extends Args['length']
    ? false
    : true
  : false

/** Whether there is more than one way to fill the parameters. */
type HasOptional<Args extends Positional> = number extends Args['length']
  ? true
  : Args extends Required<Args>
    ? false
    : true

/** Of optional parameters it may not be the last ones that were given. */
type Named<Tail extends Positional, Given extends Positional> = [Tail] extends [never]
  ? Given
  : Given extends Frozen<Tail>
    ? Tail
    : Given

/** The arguments are compared with the last parameters; the ones that do not fit become sentences. */
type Refused<Name extends string, Args extends Positional, Given extends Positional> =
  IsUncounted<Args, Given> extends true
    ? Uncounted<
        `${Name} takes at most ${Longest<Args>} here, but nobody knows how many a ${Show<Given>} holds`,
        Given
      >
    : LastOf<Required<Args>, Given> extends infer Tail extends Positional
      ? [Tail] extends [never]
        ? number extends Args['length']
          ? {
              [Place in keyof Given]: `${Name} takes ${Show<Args>}, but gets ${Show<Given>}: arguments are bound from the right`
            }
          : { [Place in keyof Given]: `${Name} takes at most ${Longest<Args>} here, but more are bound` }
        : {
            [Place in keyof Given]: Place extends keyof Tail
              ? Given[Place] extends Frozen<Tail[Place]>
                ? [Offence<Given[Place]>] extends [never]
                  ? Given[Place]
                  : Wrong<Name, Tail[Place], Given[Place]>
                : Wrong<Name, Tail[Place], Given[Place]>
              : Given[Place]
          }
      : never

/** A sentence in all places; of `any`, which is every sentence, the compiler says itself that so many are not one. */
type Uncounted<Sentence, Given extends Positional> =
  IsAny<Given[number]> extends true ? readonly [Sentence] : { [Place in keyof Given]: Sentence }

/** Why an argument is refused; of two types that read alike, as two objects do, the compiler says itself what is wrong. */
export type Wrong<
  Name extends string,
  Wanted,
  Given,
  Hint extends string = ': arguments are bound from the right',
> = [Offence<Given>] extends [never]
  ? Told<Name, Wanted, Show<Wanted>, Show<Given>, Hint>
  : `${Name} takes ${Show<Wanted>} here, but gets ${Offence<Given>}`
type Told<Name extends string, Wanted, Takes extends string, Gets extends string, Hint extends string> = [
  Takes,
  Gets,
] extends [Gets, Takes]
  ? Wanted
  : `${Name} takes ${Takes} here, but gets ${Gets}${Hint}`

type LastOf<Args extends Positional, Given extends Positional> = Args extends readonly [
  ...infer Front,
  ...AnyOf<Given>,
]
  ? Args extends readonly [...Front, ...infer Tail]
    ? Tail
    : never
  : never

type Longest<Args extends Positional> = Required<Args>['length'] extends infer Length extends number
  ? `${Length} argument${Length extends 1 ? '' : 's'}`
  : never
