import type { Composable } from './about.ts'
import type { Positional } from './bound.ts'
import type { Callee, CheckedRow, TooFew } from './called.ts'
import type { Errback } from './errback.ts'
import type { Fits } from './fits.ts'
import type { GivenKeywords } from './keywords.ts'
import type { LinkOptions, SendOptions } from './options.ts'
import type { Show } from './show.ts'

/** What the callbacks of a call are checked against: what it gives, and who gives it. */
export type Giver = readonly [gives: unknown, name: string]

/**
 * What `applyAsync` takes: the call itself when it is right, else a sentence in the place of what is wrong in it, and
 * one for the whole call when arguments are missing. By the first question, whose answer is never yes, the compiler
 * finds out what is given, and the editor what may be.
 */
export type Sending<
  To extends Callee,
  Args extends Positional,
  Known,
  From extends Giver,
  Sent extends Positional,
> = [Sent] extends [never]
  ? Sent & [call: Known & { readonly args?: Args; readonly kwargs?: Partial<To[2]> }]
  : Sent extends readonly [{ readonly args: unknown }]
    ? readonly [
        { [Key in keyof Sent[0]]: CheckedPart<To, Known, From, Key, Sent[0][Key]> } & Others<Known, Sent[0]>,
      ]
    : [] extends To[1]
      ? Sent extends readonly []
        ? [call?: Known & { readonly args?: Args; readonly kwargs?: Partial<To[2]> }]
        : readonly [
            { [Key in keyof Sent[0]]: CheckedPart<To, Known, From, Key, Sent[0][Key]> } & Others<
              Known & { readonly args?: Args; readonly kwargs?: Partial<To[2]> },
              Sent[0]
            >,
          ]
      : TooFew<To[0], []> & [call: Known & { readonly args: To[1] }]

type CheckedPart<To extends Callee, Known, From extends Giver, Key, Value> = Key extends 'args'
  ? Value extends Positional
    ? CheckedRow<To, Value>
    : `args is a list, but gets ${Show<Value>}`
  : Key extends 'kwargs'
    ? [To[2]] extends [undefined]
      ? 'a canvas of several tasks takes no keyword arguments: bind them in its signatures'
      : GivenKeywords<To[0][0], Value, To[2]>
    : CheckedOption<Key, Value, Known, From>

/** What may be given besides, for the editor to propose. */
export type Others<Known, Given> = Omit<Known, keyof Given>

/** An option itself; one that does not exist, or whose value is of another type, becomes a sentence. */
export type CheckedOption<Key, Value, Known, From extends Giver = Giver> = Key extends keyof Known & string
  ? Value extends undefined
    ? Value
    : Value extends Known[Key]
      ? Key extends 'link' | 'linkError'
        ? CheckedLinks<Key, Value, From>
        : Value
      : Known[Key] extends string | undefined
        ? Known[Key]
        : `${Key} takes ${Show<Known[Key]>}, but gets ${Show<Value>}`
  : `there is no option ${Key & string}${Instead<Key>}`

/** Celery's own spelling of an option is told apart from a mistyped one. */
type Instead<Key> = Key extends `${string}_${string}`
  ? Camel<Key> extends infer Name extends keyof SendOptions | keyof LinkOptions
    ? `: write ${Name}`
    : ''
  : Key extends 'link'
    ? ': give what follows by .pipe(...)'
    : ''
type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name

type CheckedLinks<Key, Value, From extends Giver> = Value extends readonly unknown[]
  ? { [Place in keyof Value]: CheckedLink<Key, Value[Place], From> }
  : CheckedLink<Key, Value, From>
type CheckedLink<Key, Link, From extends Giver> = Link extends Composable
  ? Giver extends From
    ? Link
    : Key extends 'link'
      ? Fits<From[0], From[1], Link>
      : Errback<From[1], Link>
  : Link
