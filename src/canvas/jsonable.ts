import type { Request } from './context.ts'
import type { Json } from './json.ts'

/**
 * A type as JSON carries it: itself when it survives, and where it does not a sentence that says how it would arrive.
 * Recursive types are compared, not expanded.
 */
export type Jsonable<Type> = Type extends string | number | boolean | null
  ? Type
  : Type extends undefined
    ? 'undefined, which JSON has not: use null'
    : Type extends bigint
      ? 'a bigint, which JSON does not carry: pass a string'
      : Type extends symbol
        ? 'a symbol, which JSON does not carry'
        : Type extends (...args: never) => unknown
          ? 'a function, which JSON does not carry'
          : Type extends Date
            ? 'a Date, which arrives as a string: pass toISOString()'
            : Type extends ReadonlyMap<unknown, unknown>
              ? 'a Map, which arrives as {}: pass Object.fromEntries(map)'
              : Type extends ReadonlySet<unknown>
                ? 'a Set, which arrives as {}: pass [...set]'
                : Type extends PromiseLike<unknown>
                  ? 'a promise: await it first'
                  : Type extends readonly unknown[]
                    ? { [Place in keyof Type]: Jsonable<Type[Place]> }
                    : Type extends object
                      ? { [Key in keyof Type]: JsonableProperty<Type[Key]> }
                      : Type

/** A property may be left out. */
type JsonableProperty<Type> = Type extends undefined ? undefined : Jsonable<Type>

/** The first thing in a type that JSON does not carry, as words; never when there is none. */
export type Offence<Type, Depth extends readonly unknown[] = []> =
  IsAny<Type> extends true
    ? 'any, which says nothing: give it a type'
    : unknown extends Type
      ? 'unknown, which says nothing: give it a type'
      : Type extends Json
        ? never
        : Type extends Jsonable<Type>
          ? never
          : Type extends readonly (infer Item)[]
            ? Deeper<Item, Depth>
            : Jsonable<Type> extends infer Sentence extends string
              ? Sentence
              : Type extends object
                ? Deeper<Type[keyof Type], Depth>
                : 'what JSON does not carry'

type Deeper<Type, Depth extends readonly unknown[]> = Depth['length'] extends 4
  ? 'what JSON does not carry'
  : Offence<Type, [...Depth, unknown]>

/** Whether a type is `any`. */
export type IsAny<Type> = 0 extends 1 & Type ? true : false

/** The values a function returns at once or by a promise; nothing is null. */
export type ResultOf<Returned> = Nothing<Awaited<Returned>>
type Nothing<Value> = [Value] extends [never]
  ? never
  : IsAny<Value> extends true
    ? Value
    : // biome-ignore lint/suspicious/noConfusingVoidType: what a function that returns nothing gives
      Value extends undefined | void
      ? null
      : Value

/**
 * Unknown when a task's arguments and result survive JSON; otherwise a sentence that names the task. An `Error` and a
 * `Request` may be parameters: errbacks are called with them inside the worker.
 */
export type Survives<Name extends string, Args extends readonly unknown[], Returned> =
  Uninferred<Args> extends true
    ? unknown
    : IsUntyped<Args> extends true
      ? `${Name} has a parameter without a type: write (x: number) => ...`
      : IsAny<Args[number]> extends true
        ? `${Name} has a parameter of type any, which says nothing: give it a type`
        : [Offence<ResultOf<Returned>>] extends [never]
          ? [ArgumentOffence<Args[number]>] extends [never]
            ? unknown
            : `${Name} takes ${ArgumentOffence<Args[number]>}`
          : `${Name} returns ${Offence<ResultOf<Returned>>}`

/** While the compiler is still inferring the function it tries `(...args: never[])`, and must not be refused then. */
type Uninferred<Args extends readonly unknown[]> = number extends Args['length']
  ? [Args[number]] extends [never]
    ? true
    : false
  : false

/** Whether nothing says of what type a parameter is: the compiler takes it for never then. */
type IsUntyped<Args extends readonly unknown[]> = true extends {
  [Place in keyof Args]: [Args[Place]] extends [never] ? true : false
}[number]
  ? true
  : false

type ArgumentOffence<Arg> = Arg extends undefined | Error | Request ? never : Offence<Arg>
