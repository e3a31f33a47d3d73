import type { About, Anything, about, Composable, Runnable } from './about.ts'
import type { Positional } from './bound.ts'
import type { Called, TakersIn } from './called.ts'
import type { MissingIn } from './chain.ts'
import type { Chord } from './chord.ts'
import { groupOf } from './compose.ts'
import type { Errback } from './errback.ts'
import type { Canvased, Fits, GroupName } from './fits.ts'
import type { SendOptions } from './options.ts'
import type { GroupResult, ValuesOf } from './result.ts'
import type { CheckedOptions, Sending } from './sending.ts'
import { type AnySignature, wrap } from './signature.ts'
import type { AnyStamps, CheckedStamps, StampOptions } from './stamp.ts'

/**
 * Members that run side by side; each gets the arguments given. There is no `link`: Celery would hang the callback on
 * the first member only. A group followed by a task is a chord: `group(a, b).pipe(c)`.
 */
export interface Group<in Args extends Positional, out Results, in out Members extends readonly Composable[]>
  extends AnySignature {
  readonly [about]: About<
    'group',
    TakesOf<Members>,
    Results,
    Members,
    InChain<Members>,
    FrozenOf<Reversed<Members>>,
    HandsOn<Members>
  >
  /**
   * Sends every member.
   *
   * @example
   * const result = await group(add.s(1), add.s(2)).delay(10)
   * await result.get() // [11, 12]
   */
  delay<const Given extends Positional>(
    ...args: Called<TakersIn<Members[number]>, Args, Given>
  ): Promise<GroupResult<ValuesOf<Results, Members>, Members, []>>
  /**
   * Sends every member; options count for each, and win over its own.
   *
   * @example
   * const result = await group(add.s(1), add.s(2)).applyAsync({ args: [10], countdown: 5 })
   * await result.get() // [11, 12]
   */
  applyAsync<const Sent extends Positional>(
    ...call: Sending<
      readonly [TakersIn<Members[number]>, Args],
      SendOptions,
      readonly [unknown, string],
      Sent
    >
  ): Promise<GroupResult<ValuesOf<Results, Members>, Members, []>>
  /**
   * With options set; they count for every member.
   *
   * @example
   * group(add.s(1, 1), add.s(2, 2)).set({ queue: 'sums' }).toJSON().options // { queue: 'sums' }
   */
  set<const Given extends object>(options: CheckedOptions<Given, SendOptions>): Group<Args, Results, Members>
  /**
   * With stamps on every member: headers that travel with the messages.
   *
   * @example
   * const stamped = group(add.s(1, 1), add.s(2, 2)).stamp({ tenant: 'acme' })
   * JSON.stringify(stamped).match(/"tenant":"acme"/g)?.length // 2
   */
  stamp<const Given extends AnyStamps>(
    stamps: CheckedStamps<Given>,
    options?: StampOptions,
  ): Group<Args, Results, Members>
  /**
   * With an errback on each member: it is called once for each that fails.
   *
   * @example
   * const unadded = app.task('unadded', (taskId: string) => `${taskId} failed`)
   * const result = await group(add.s(1, 1), add.s(2, 2)).linkError(unadded.s()).delay()
   * await result.get() // [2, 4]
   */
  linkError<Next extends Composable>(
    callback: Errback<GroupName<Members>, Next>,
  ): Group<Args, Results, Members>
  /**
   * The same as `linkError`.
   *
   * @example
   * const unaddedOn = app.task('unadded_on', (taskId: string) => `${taskId} failed`)
   * const result = await group(add.s(1, 1), add.s(2, 2)).onError(unaddedOn.s()).delay()
   * await result.get() // [2, 4]
   */
  onError<Next extends Composable>(callback: Errback<GroupName<Members>, Next>): Group<Args, Results, Members>
  /**
   * A copy, with other options.
   *
   * @example
   * group(add.s(1, 1)).clone({ options: { queue: 'sums' } }).toJSON().options // { queue: 'sums' }
   */
  clone(partial?: { readonly options?: SendOptions }): Group<Args, Results, Members>
  /**
   * `|`: a chord, whose body gets the list of results.
   *
   * @example
   * const result = await group(add.s(1, 1), add.s(2, 2)).pipe(total.s()).delay()
   * await result.get() // 6
   */
  pipe<Next extends Composable>(
    next: Fits<ListFor<Members>, GroupName<Members>, Next> extends Next
      ? Next
      : Fits<ListFor<Members>, GroupName<Members>, Next>,
  ): Chord<Args, Next[typeof about]['gives'], Members, Next>
  /**
   * Each member a step later, in seconds; the last countdown repeats once `stop` is reached.
   *
   * @example
   * const members = group(add.s(1, 1), add.s(2, 2)).skew(10).toJSON().kwargs
   * JSON.stringify(members).match(/"countdown":\d+/g) // ['"countdown":10', '"countdown":11']
   */
  skew(start?: number, stop?: number | null, step?: number): Group<Args, Results, Members>
}

/**
 * `group(a, b)`: the members run side by side, and the result is the list of theirs, in this order. `group([...])` of a
 * list whose length is not known is a list of one type.
 *
 * @example
 * const both = await group(add.s(2, 2), add.s(4, 4)).delay()
 * await both.get() // [4, 8]
 */
export function group<const Given extends readonly unknown[]>(
  ...given: Given extends CheckedMembers<Given> ? Given : CheckedMembers<Given>
): Group<MeetToSend<MembersOf<Given>>, Flat<MembersOf<Given>>, MembersOf<Given>> {
  const [first] = given as readonly unknown[]
  const listed = given.length === 1 && Array.isArray(first)
  const members = (listed ? first : given) as readonly AnySignature[]
  const app = members.find((member) => member.app)?.app ?? null
  const canvas = groupOf(
    members.map((member) => member.toJSON()),
    listed ? { listed } : {},
  )
  return wrap(app, canvas)
}

/** What a group is sent with; an empty one has no app to send it through. */
type MeetToSend<Members extends readonly Composable[]> = [Members[number]] extends [never]
  ? Members extends readonly [never]
    ? Positional
    : ['an empty group belongs to no app: send it in a chain or chord']
  : Meet<Members>

/** The members, or those of the one list; one that is nothing when there is a wrong one, so that nothing more is said of the group. */
type MembersOf<Given extends readonly unknown[]> = Given extends readonly [
  infer List extends readonly unknown[],
]
  ? Composed<List>
  : Composed<Given>
type Composed<List extends readonly unknown[]> = List extends readonly Composable[]
  ? [List[number][typeof about]['kind']] extends [Runnable]
    ? List
    : readonly [never]
  : readonly [never]

/** Every member is a canvas; what is not becomes a sentence. */
type CheckedMembers<Given extends readonly unknown[]> = {
  [Place in keyof Given]: CheckedMember<Given, Given[Place]>
}
type CheckedMember<Given extends readonly unknown[], Member> = [Member] extends [readonly unknown[]]
  ? Given extends readonly [unknown]
    ? { [Place in keyof Member]: Canvased<Member[Place]> }
    : 'a list of members stands alone: write group([...])'
  : Canvased<Member>

/** A union of functions takes what each of them takes; an empty group takes anything. */
export type TakesOf<Members extends readonly Composable[]> = Members extends readonly []
  ? (args: Anything) => void
  : Members[number][typeof about]['takes']

/** The arguments that every member takes: the first one's when all take those. */
export type Meet<Members extends readonly Composable[]> = [TakesOf<Members>] extends [
  (args: infer All) => void,
]
  ? Anything extends All
    ? All extends Positional
      ? []
      : unknown[]
    : MissingIn<Members[0]> extends infer First extends Positional
      ? [First] extends [All]
        ? First
        : MeetOf<MissingIn<Members[number]>, All>
      : never
  : never

/** The parameter lists among these that all take; their intersection when there is none. */
type MeetOf<Lists extends Positional, All> = [Taken<Lists, All>] extends [never]
  ? All extends Positional
    ? All
    : never
  : Taken<Lists, All>
type Taken<List extends Positional, All> = List extends All ? List : never

/** The results in call order; nested groups are flattened, as Celery does. */
export type Flat<Members extends readonly Composable[]> =
  'group' extends Members[number][typeof about]['kind'] ? Flattened<Members> : Results<Members>

type Results<Members extends readonly Composable[]> = {
  -readonly [Place in keyof Members]: Members[Place][typeof about]['gives']
}

type Flattened<
  Members extends readonly Composable[],
  Done extends readonly unknown[] = [],
> = Members extends readonly [infer First extends Composable, ...infer Rest extends readonly Composable[]]
  ? First[typeof about]['kind'] extends 'group'
    ? First[typeof about]['gives'] extends infer Inner extends readonly unknown[]
      ? Flattened<Rest, [...Done, ...Inner]>
      : never
    : Flattened<Rest, [...Done, First[typeof about]['gives']]>
  : Members extends readonly []
    ? Done
    : [...Done, ...ItemsOf<Members[number]>[]]
type ItemsOf<Member extends Composable> = Member[typeof about]['inHeader'] extends readonly unknown[]
  ? Member[typeof about]['inHeader'][number]
  : unknown

/** The list a chord's body gets: nested groups are flattened in reverse (`_freeze_unroll`). */
export type Frozen<Members extends readonly Composable[]> =
  'group' extends Members[number][typeof about]['kind'] ? FrozenOf<Members> : Results<Members>

type FrozenOf<
  Members extends readonly Composable[],
  Done extends readonly unknown[] = [],
> = Members extends readonly [infer First extends Composable, ...infer Rest extends readonly Composable[]]
  ? First[typeof about]['inHeader'] extends infer Items extends readonly unknown[]
    ? FrozenOf<Rest, [...Done, ...Items]>
    : never
  : Members extends readonly []
    ? Done
    : [...Done, ...ItemsOf<Members[number]>[]]

type Reversed<Members extends readonly Composable[]> = Members extends readonly [
  ...infer Rest extends readonly Composable[],
  infer Last extends Composable,
]
  ? [Last, ...Reversed<Rest>]
  : Members

/** In a chain a group of one is its member; of a list that may hold one it is either. */
export type InChain<Members extends readonly Composable[]> = Members extends readonly [
  infer Only extends Composable,
]
  ? Only[typeof about]['inChain']
  : number extends Members['length']
    ? Members extends readonly [unknown, unknown, ...unknown[]]
      ? Frozen<Members>
      : [Members[number]] extends [never]
        ? never
        : Frozen<Members> | Members[number][typeof about]['inChain']
    : Frozen<Members>

/** What a chain's next step is checked against: it would make a chord of the group, which some backends cannot do. */
export type HandsOn<Members extends readonly Composable[]> = Members extends readonly [Composable]
  ? InChain<Members>
  : [BackendOf<Members[0]>] extends [never]
    ? InChain<Members>
    : symbol

/** The list a chord's body is checked against. */
export type ListFor<Members extends readonly Composable[]> = [BackendOf<Members[0]>] extends [never]
  ? Frozen<Members>
  : symbol

/** The backend that cannot do chords of the app of a canvas: of its first task's. Of `any` it would be any text. */
type BackendOf<Step> = Step extends Composable
  ? Step[typeof about]['parts'] extends infer Parts
    ? Parts extends `${string}@${infer Backend}` | readonly [`${string}@${infer Backend}`]
      ? string extends Backend
        ? never
        : Backend
      : Parts extends readonly [infer First, ...unknown[]]
        ? BackendOf<First>
        : Parts extends readonly []
          ? never
          : Parts extends readonly (infer Member)[]
            ? BackendOf<Member>
            : Parts extends { readonly header: readonly (infer Member)[] }
              ? BackendOf<Member>
              : never
    : never
  : never
