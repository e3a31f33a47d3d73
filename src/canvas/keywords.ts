import type { Positional } from './bound.ts'
import type { Frozen } from './called.ts'
import type { Offence } from './jsonable.ts'
import type { Show } from './show.ts'

/**
 * Parameter names and types as keywords: `['items', 'sep']` of `[items: string[], sep?: string]` is
 * `{ items: string[]; sep?: string }`. `'*args'` is no keyword; `'**kwargs'` takes any further one.
 */
export type KeywordsOf<Names extends readonly string[], Args extends Positional> = Simplify<
  Named<Names, Args> &
    (Extract<Names[number], `**${string}`> extends never ? unknown : { readonly [keyword: string]: unknown })
>

type Named<Names extends readonly string[], Args extends Positional> = Names extends readonly [
  infer Name extends string,
  ...infer Rest extends readonly string[],
]
  ? Name extends `*${string}`
    ? {}
    : Args extends readonly []
      ? {}
      : Args extends readonly [infer Type, ...infer More]
        ? (Name extends `${infer Bare}?`
            ? { readonly [Key in Bare]?: Type }
            : { readonly [Key in Name]: Type }) &
            Named<Rest, More>
        : Args extends readonly [_?: infer Type, ...rest: infer More]
          ? { readonly [Key in Name extends `${infer Bare}?` ? Bare : Name]?: Type } & Named<Rest, More>
          : {}
  : {}

/** The same type with its properties written out, for a hover. */
export type Simplify<Type> = { [Key in keyof Type]: Type[Key] }

/** Parameters from the first up to, not including, the first one given by keyword: what can still come by position. */
export type Before<Names extends readonly string[], Args extends Positional, Given> = Names extends readonly [
  infer Name extends string,
  ...infer Rest extends readonly string[],
]
  ? (Name extends `${infer Bare}?` ? Bare : Name) extends Given
    ? []
    : Args extends readonly [unknown, ...infer More]
      ? Args extends readonly [...infer Head, ...More]
        ? [...Head, ...Before<Rest, More, Given>]
        : []
      : Args extends readonly [unknown?, ...infer More]
        ? [argument?: Args[0], ...rest: Before<Rest, More, Given>]
        : []
  : Args

/** The keywords that can still be given: parameters with a default behind those that are filled by position. */
export type OpenKeywords<
  Names extends readonly string[],
  Args extends Positional,
  Filled extends Positional,
  Given = never,
> = Names extends readonly []
  ? {}
  : Filled extends unknown
    ? OptionalOf<KeywordsOf<Names, Args>, Given | FilledNames<Names, Filled>>
    : never

type OptionalOf<Keywords, Without> = Keywords extends unknown
  ? {
      [Key in keyof Keywords as {} extends Pick<Keywords, Key> ? Exclude<Key, Without> : never]: Keywords[Key]
    }
  : never

/** The names of the parameters that as many arguments fill. */
type FilledNames<Names extends readonly string[], Filled extends Positional> = Filled extends readonly [
  unknown,
  ...infer More,
]
  ? Names extends readonly [infer Name extends string, ...infer Rest extends readonly string[]]
    ? (Name extends `${infer Bare}?` ? Bare : Name) | FilledNames<Rest, More>
    : never
  : never

/** The keywords that must still be given: parameters without a default behind one that was given by keyword. */
export type MissingKeywords<Names extends readonly string[], Args extends Positional, Given> = [
  Given,
] extends [never]
  ? {}
  : KeywordsOf<Names, Args> extends infer Keywords
    ? {
        [Key in keyof Keywords as {} extends Pick<Keywords, Key>
          ? never
          : Exclude<Key, Given | keyof KeywordsOf<Names, Before<Names, Args, Given>>>]: Keywords[Key]
      }
    : never

/**
 * The keywords that may be given; or what is wrong with those that are. When nothing is wrong the given ones are not
 * named themselves: an editor proposes no word that is declared nowhere but in the place it is written in.
 */
export type GivenKeywords<Name extends string, Given, Known> =
  Given extends CheckedKeywords<Name, Given, Known>
    ? { readonly [Key in keyof Known]?: Frozen<Known[Key]> | undefined }
    : CheckedKeywords<Name, Given, Known>

/** The keywords themselves; one that the task does not have, or whose value is of another type, becomes a sentence. */
type CheckedKeywords<Name extends string, Given, Known> = {
  [Key in keyof Given]: Key extends keyof Known & string
    ? Given[Key] extends Frozen<Known[Key]> | undefined
      ? [Offence<Exclude<Given[Key], undefined>>] extends [never]
        ? Given[Key]
        : `${Name} takes ${Show<Exclude<Known[Key], undefined>>} as ${Key}, but gets ${Offence<Given[Key]>}`
      : `${Name} takes ${Show<Exclude<Known[Key], undefined>>} as ${Key}, but gets ${Show<Given[Key]>}`
    : keyof Known extends never
      ? `${Name} takes no keyword ${Key & string} here: declare its names with { parameters: [...] }`
      : `${Name} has no parameter ${Key & string} that is still open`
}
