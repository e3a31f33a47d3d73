import type { About, about, Composable } from './about.ts'
import type { Positional } from './bound.ts'
import type { Called, TakersIn } from './called.ts'
import type { Chain, EndsInGroup, RunsOften } from './chain.ts'
import { chordOf } from './compose.ts'
import type { Errback } from './errback.ts'
import type { Canvased, Fits, GiverOf, GroupName } from './fits.ts'
import type { ListFor, Meet, TakesOf } from './group.ts'
import type { IsAny } from './jsonable.ts'
import type { SendOptions } from './options.ts'
import type { BareHandle } from './result.ts'
import type { CheckedOptions, Sending } from './sending.ts'
import { type AnySignature, wrap } from './signature.ts'
import type { AnyStamps, CheckedStamps, StampOptions } from './stamp.ts'

/** A header that runs side by side, and a body that gets the list of its results once all are there. */
export interface Chord<
  in Args extends Positional,
  out Result,
  in out Header extends readonly Composable[],
  in out Body extends Composable,
> extends AnySignature {
  readonly [about]: About<'chord', TakesOf<Header>, Result, { readonly header: Header; readonly body: Body }>
  /**
   * Sends it; the arguments go to every member of the header. The result is the body's.
   *
   * @example
   * const result = await chord([add.s(1), add.s(2)], total.s()).delay(10)
   * await result.get() // 23
   */
  delay<const Given extends Positional>(
    ...args: Called<TakersIn<Header[number]>, Args, Given>
  ): Promise<BareHandle<Body, Header>>
  /**
   * Sends it; options count for header and body, except `countdown`, which is the body's.
   *
   * @example
   * const result = await chord([add.s(1), add.s(2)], total.s()).applyAsync({ args: [10], countdown: 5 })
   * await result.get() // 23
   */
  applyAsync<const Sent extends Positional>(
    ...call: Sending<readonly [TakersIn<Header[number]>, Args], SendOptions, readonly [unknown, string], Sent>
  ): Promise<BareHandle<Body, Header>>
  /**
   * With options set, for header and body.
   *
   * @example
   * chord([add.s(1, 1)], total.s()).set({ queue: 'sums' }).toJSON().options // { queue: 'sums' }
   */
  set<const Given extends object>(
    options: CheckedOptions<Given, SendOptions>,
  ): Chord<Args, Result, Header, Body>
  /**
   * With stamps on every member of the header, and as in Celery on the body only by a visitor: headers that travel with the messages.
   *
   * @example
   * const stamped = chord([add.s(1, 1), add.s(2, 2)], total.s()).stamp({ tenant: 'acme' })
   * JSON.stringify(stamped).match(/"tenant":"acme"/g)?.length // 2
   */
  stamp<const Given extends AnyStamps>(
    stamps: CheckedStamps<Given>,
    options?: StampOptions,
  ): Chord<Args, Result, Header, Body>
  /**
   * With a callback on the body.
   *
   * @example
   * const result = await chord([add.s(1, 1), add.s(2, 2)], total.s()).link(double.s()).delay()
   * await result.get() // 6
   */
  link<Next extends Composable>(
    callback: Fits<Result, GiverOf<Body>, Next> extends Next ? Next : Fits<Result, GiverOf<Body>, Next>,
  ): Chord<Args, Result, Header, Body>
  /**
   * With an errback on the body, which fails when a member of the header does.
   *
   * @example
   * const unsummed = app.task('unsummed', (taskId: string) => `${taskId} failed`)
   * const result = await chord([add.s(1, 1), add.s(2, 2)], total.s()).linkError(unsummed.s()).delay()
   * await result.get() // 6
   */
  linkError<Next extends Composable>(
    callback: Errback<GiverOf<Body>, Next>,
  ): Chord<Args, Result, Header, Body>
  /**
   * The same as `linkError`.
   *
   * @example
   * const unsummedOn = app.task('unsummed_on', (taskId: string) => `${taskId} failed`)
   * const result = await chord([add.s(1, 1), add.s(2, 2)], total.s()).onError(unsummedOn.s()).delay()
   * await result.get() // 6
   */
  onError<Next extends Composable>(callback: Errback<GiverOf<Body>, Next>): Chord<Args, Result, Header, Body>
  /**
   * A copy, with other options.
   *
   * @example
   * chord([add.s(1, 1)], total.s()).clone({ options: { queue: 'sums' } }).toJSON().options // { queue: 'sums' }
   */
  clone(partial?: { readonly options?: SendOptions }): Chord<Args, Result, Header, Body>
  /**
   * `|`: the next one gets the body's result.
   *
   * @example
   * const result = await chord([add.s(1, 1), add.s(2, 2)], total.s()).pipe(double.s()).delay()
   * await result.get() // 12
   */
  pipe<Next extends Composable, Given extends Positional = Args>(
    next: PipedTo<Body, Next> extends Next ? Next : PipedTo<Body, Next>,
  ): PipedChord<Given, Header, Body, Next>
}

/** What follows a chord: a group or chain is not folded into a body that ends in a group, and would run for each member. */
type PipedTo<Body extends Composable, Next extends Composable> = Next[typeof about]['kind'] extends
  | 'group'
  | 'chain'
  ? EndsInGroup<Body> extends true
    ? RunsOften<Body, Next>
    : Fits<Body[typeof about]['gives'], GiverOf<Body>, Next>
  : Fits<Body[typeof about]['gives'], GiverOf<Body>, Next>

/** A task or chord joins the body; a group or chain is a step of its own. */
type PipedChord<
  Args extends Positional,
  Header extends readonly Composable[],
  Body extends Composable,
  Next extends Composable,
> = Next[typeof about]['kind'] extends 'task' | 'chord'
  ? Chord<
      Args,
      Next[typeof about]['inChain'],
      Header,
      Chain<[], Next[typeof about]['inChain'], readonly [Body, Next]>
    >
  : Chain<
      Args,
      Next[typeof about]['inChain'],
      readonly [
        Chain<
          Args,
          Body[typeof about]['gives'],
          readonly [Chord<Args, Body[typeof about]['gives'], Header, Body>]
        >,
        Next,
      ]
    >

/**
 * `chord(header, body)`: the body gets the list of the header's results. The header is a list or a group. A chain is
 * refused as header, because Celery tears it apart into members that run side by side: put it in a list.
 *
 * @example
 * const sum = await chord([add.s(2, 2), add.s(4, 4)], total.s()).delay()
 * await sum.get() // 12
 */
export function chord<const Header, const Body extends Composable>(
  header: [Header] extends [never] ? Header : CheckedHeader<Header>,
  body: CheckedBody<MembersOf<Header>, Body>,
): Chord<Meet<MembersOf<Header>>, Body[typeof about]['gives'], MembersOf<Header>, Body> {
  const members = header as unknown as AnySignature | readonly AnySignature[]
  const last = body as unknown as AnySignature
  const app = appOf(members) ?? last.app
  const canvas = isList(members) ? members.map((member) => member.toJSON()) : members.toJSON()
  return wrap(app, chordOf(canvas, last.toJSON()))
}

const isList = (header: AnySignature | readonly AnySignature[]): header is readonly AnySignature[] =>
  Array.isArray(header)

const appOf = (header: AnySignature | readonly AnySignature[]) =>
  isList(header) ? (header.find((member) => member.app)?.app ?? null) : header.app

/** The members of a header: of a list its items, of a group its members, of a single signature itself. */
export type MembersOf<Header> =
  IsAny<Header> extends true
    ? readonly (Header & Composable)[]
    : Header extends readonly Composable[]
      ? Header
      : Header extends {
            readonly [about]: {
              readonly kind: 'group'
              readonly parts: infer Members extends readonly Composable[]
            }
          }
        ? Members
        : Header extends Composable
          ? Header[typeof about]['kind'] extends 'other'
            ? readonly never[]
            : readonly [Header]
          : readonly never[]

/** A header itself; what is wrong in it becomes a sentence. */
type CheckedHeader<Header> = Header extends { readonly [about]: { readonly kind: 'chain' } }
  ? 'a chain as header is torn apart into members that run side by side: write chord([chain(...)], body)'
  : Header extends readonly Composable[]
    ? 'other' extends Header[number][typeof about]['kind']
      ? CheckedMembers<Header>
      : Header
    : Header extends readonly unknown[]
      ? CheckedMembers<Header>
      : Canvased<Header>
type CheckedMembers<Members> = { readonly [Place in keyof Members]: Canvased<Members[Place]> }

type CheckedBody<Header extends readonly Composable[], Body extends Composable> = Fits<
  ListFor<Header>,
  GroupName<Header>,
  Body
>
