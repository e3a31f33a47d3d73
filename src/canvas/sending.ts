import type { Composable } from './about.ts'
import type { Positional } from './bound.ts'
import type { Callee, CheckedRow, TooFew } from './called.ts'
import type { Errback } from './errback.ts'
import type { Fits } from './fits.ts'
import type { Instead } from './instead.ts'
import type { IsAny } from './jsonable.ts'
import type { GivenKeywords } from './keywords.ts'
import type { Show } from './show.ts'

/** What the callbacks of a call are checked against: what it gives, and who gives it. */
export type Giver = readonly [gives: unknown, name: string]

/**
 * What `applyAsync` takes: the form of a call when it is right, else a sentence in the place of what is wrong in it, and
 * one for the whole call when arguments are missing. By the first question, whose answer is never yes, the compiler
 * finds out what is given, and the editor what may be; by the second it compares two forms of a word.
 */
export type Sending<To extends Callee, Known, From extends Giver, Sent extends Positional> = [Sent] extends [
  never,
]
  ? Sent & [call: Known & { readonly args?: To[1]; readonly kwargs?: Partial<To[2]> }]
  : IsAny<Sent> extends true
    ? [call: Known & { readonly args: To[1] }]
    : Sent extends readonly [{ readonly args: unknown }]
      ? readonly [call: CheckedCall<To, Known, From, Sent[0], { readonly args: To[1] }>]
      : [] extends To[1]
        ? Sent extends readonly []
          ? [call?: { readonly args?: To[1] } & KeywordForm<To[2]> & Known]
          : readonly [call: CheckedCall<To, Known, From, Sent[0], { readonly args?: To[1] }>]
        : TooFew<To[0], []> & [call: Known & { readonly args: To[1] }]

type CheckedCall<To extends Callee, Known, From extends Giver, Sent, Args> = Formed<
  Sent,
  { [Key in keyof Sent]: CheckedPart<To, Known, From, Key, Sent[Key]> },
  Args & KeywordForm<To[2]> & Known
>

/** `{ kwargs?: {...} }` where there are keywords. */
export type KeywordForm<Keywords> = [Keywords] extends [undefined]
  ? unknown
  : [keyof Keywords] extends [never]
    ? unknown
    : { readonly kwargs?: { readonly [Key in keyof Keywords]?: Keywords[Key] } }

/** What is given in the form that a hover shows when nothing is wrong with its parts; else the parts, with what else may be given. */
export type Formed<Given, Parts, Form> = Given extends Parts
  ? Given extends Form
    ? Form
    : Parts & Omit<Form, keyof Given>
  : Parts & Omit<Form, keyof Given>

/** Whether a type that is an object otherwise is `any`: of `1 & Given` TypeScript would say at once that there is none. */
export type IsErased<Given> = string extends Given ? ([Given] extends [string] ? true : false) : false

/** Options in the form that a hover shows; one that is wrong becomes a sentence. */
export type CheckedOptions<Given, Known> = [Given] extends [never]
  ? Given & Known
  : IsErased<Given> extends true
    ? Known
    : Formed<Given, { [Key in keyof Given]: CheckedOption<Key, Given[Key], Known> }, Known>

type CheckedPart<To extends Callee, Known, From extends Giver, Key, Value> = Key extends 'args'
  ? Value extends Positional
    ? CheckedRow<To, Value>
    : `args is a list, but gets ${Show<Value>}`
  : Key extends 'kwargs'
    ? [To[2]] extends [undefined]
      ? 'a canvas of several tasks takes no keyword arguments: bind them in its signatures'
      : GivenKeywords<To[0][0], Value, To[2]>
    : CheckedOption<Key, Value, Known, From>

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
        : `${Key} takes ${Show<Exclude<Known[Key], undefined>>}, but gets ${Show<Value>}`
  : `there is no option ${Key & string}${Elsewhere<Key, Known>}`

type Elsewhere<Key, Known> = Key extends 'link'
  ? ': give what follows by .pipe(...)'
  : Instead<Key, keyof Known & string>

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
