import type { Positional } from './bound.ts'

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
    : Args extends readonly [infer Type, ...infer More]
      ? (Name extends `${infer Bare}?`
          ? { readonly [Key in Bare]?: Type }
          : { readonly [Key in Name]: Type }) &
          Named<Rest, More>
      : Args extends readonly [_?: infer Type, ...rest: infer More]
        ? { readonly [Key in Name extends `${infer Bare}?` ? Bare : Name]?: Type } & Named<Rest, More>
        : {}
  : {}

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
      : []
  : Args
