import type { Json } from './json.ts'

/**
 * A type as a word in a sentence: `string`, `number[]`, `[string, number]`, `string | null`. What has no short name is
 * an `object`.
 */
export type Show<Type, Depth extends readonly unknown[] = []> = [Type] extends [never]
  ? 'nothing that exists'
  : unknown extends Type
    ? 'anything'
    : [Json] extends [Type]
      ? 'any JSON'
      : [Type] extends [readonly unknown[]]
        ? ShowList<Type, Depth>
        : Join<
            [
              ...ShowString<Extract<Type, string>>,
              ...(Extract<Type, number> extends never ? [] : ['number']),
              ...(Extract<Type, boolean> extends never ? [] : ['boolean']),
              ...(Extract<Type, readonly unknown[]> extends never
                ? []
                : [ShowList<Extract<Type, readonly unknown[]>, Depth>]),
              ...(Exclude<Type, Plain> extends never ? [] : ['object']),
              ...(Extract<Type, null | undefined> extends never ? [] : ['null']),
            ]
          >

type Plain = string | number | boolean | null | undefined | readonly unknown[]

/** `string`, `"one literal"`, or `one of its strings` for a union of literals. */
type ShowString<Type extends string> = [Type] extends [never]
  ? []
  : {} extends Record<Type, 1>
    ? ['string']
    : IsUnion<Type> extends true
      ? ['one of its strings']
      : [`"${Type}"`]

/** `number[]`, `[string, number]`, `[string, number?]`, `(string | null)[]`; tuples longer than three are cut, and lists deeper than three. */
type ShowList<Type, Depth extends readonly unknown[]> = Depth['length'] extends 3
  ? 'list'
  : ShowItems<Type, [...Depth, unknown]>
type ShowItems<Type, Depth extends readonly unknown[]> = Type extends readonly []
  ? '[]'
  : Type extends readonly [infer A]
    ? `[${Show<A, Depth>}]`
    : Type extends readonly [infer A, infer B]
      ? `[${Show<A, Depth>}, ${Show<B, Depth>}]`
      : Type extends readonly [infer A, infer B, infer C]
        ? `[${Show<A, Depth>}, ${Show<B, Depth>}, ${Show<C, Depth>}]`
        : Type extends readonly [infer A, infer B, ...infer _]
          ? `[${Show<A, Depth>}, ${Show<B, Depth>}, ...]`
          : Type extends readonly [infer A, (infer B)?]
            ? `[${Show<A, Depth>}, ${Show<Exclude<B, undefined>, Depth>}?]`
            : Type extends readonly [infer A, ...unknown[]]
              ? `[${Show<A, Depth>}, ...]`
              : Type extends readonly (infer Item)[]
                ? `${Bracket<Show<Item, Depth>>}[]`
                : 'list'

type Bracket<Text extends string> = Text extends `${string} ${string}` ? `(${Text})` : Text

/** `['string', 'null']` becomes `string | null`. */
type Join<Words extends readonly string[]> = Words extends readonly [infer Only extends string]
  ? Only
  : Words extends readonly [infer First extends string, ...infer Rest extends readonly string[]]
    ? `${First} | ${Join<Rest>}`
    : 'object'

type IsUnion<Type, Member = Type> = Type extends Member ? ([Member] extends [Type] ? false : true) : never
