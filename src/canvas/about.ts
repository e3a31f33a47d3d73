/**
 * What the compiler knows of a canvas and JavaScript does not: a property that exists in the types alone. `takes` is a
 * function, so that "every member takes it" is the plain question whether the union of their functions does.
 */
export declare const about: unique symbol

/** `other` is what is taken for a canvas by mistake, like a task; its parts are the sentence that says so. */
export type Kind = Runnable | 'other'

/** The kinds of canvas that run. */
export type Runnable = 'task' | 'chain' | 'group' | 'chord'

/** What a word is given as a canvas, before it is checked. */
export interface Composable {
  readonly [about]: About<Kind, (args: never) => void, unknown, unknown, unknown, unknown, unknown>
}

/** The kind of a canvas, what it takes and what it gives, in each place it may stand in. */
export interface About<
  out Of extends Kind,
  out Takes extends (args: never) => void,
  out Gives,
  out Parts,
  out InChain = Gives,
  out InHeader = [Gives],
  out HandsOn = InChain,
> {
  readonly kind: Of
  /** The arguments still missing; unknown where none are taken (an immutable signature). */
  readonly takes: Takes
  /** What `get()` gives when it is sent as it stands, and what `.pipe()` hands on. */
  readonly gives: Gives
  /** A task's name, a chain's steps, a group's members, a chord's `{ header, body }`. */
  readonly parts: Parts
  /** What a chain hands to the step after it: a group of one is its member there. */
  readonly inChain: InChain
  /** What it adds to a chord's list: a group all its results, and in reverse (canvas.py `_freeze_unroll`). */
  readonly inHeader: InHeader
  /** What the next step is checked against: `inChain`, or a symbol, which nothing takes, where no chord can be. */
  readonly handsOn: HandsOn
}

/** What an immutable signature takes, and ignores: any arguments at all, but not the symbol of `handsOn`. */
export type Anything = readonly (string | number | boolean | bigint | null | undefined | object)[]
