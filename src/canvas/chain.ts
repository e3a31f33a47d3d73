import type { About, Anything, about, Composable } from './about.ts'
import type { Positional } from './bound.ts'
import type { Called, TakersIn } from './called.ts'
import { chainOf } from './compose.ts'
import type { Errback } from './errback.ts'
import type { Fits, GiverOf, MistakeOf, NoCanvasIs, Refusal } from './fits.ts'
import type { LinkOptions, SendOptions } from './options.ts'
import type { ChainHandle } from './result.ts'
import type { CheckedOptions, Sending } from './sending.ts'
import { type AnySignature, type Signature, wrap } from './signature.ts'
import type { AnyStamps, CheckedStamps, StampOptions } from './stamp.ts'

/** Steps that run one after the other, each with the result of the one before in front of its arguments. */
export interface Chain<in Args extends Positional, out Result, in out Steps extends readonly Composable[]>
  extends AnySignature {
  readonly [about]: About<
    'chain',
    Steps[0] extends Composable ? Steps[0][typeof about]['takes'] : (args: never) => void,
    Result,
    Steps
  >
  /**
   * Sends it; the arguments go to the first step. The result is the last step's.
   *
   * @example
   * const result = await chain(add.s(1), double.s()).delay(2)
   * await result.get() // 6
   */
  delay<const Given extends Positional>(
    ...args: Called<TakersIn<Steps[0]>, Args, Given>
  ): Promise<ChainHandle<Steps>>
  /**
   * Sends it; arguments and options go to the first step, callbacks to the last.
   *
   * @example
   * const result = await chain(add.s(1), double.s()).applyAsync({ args: [2], countdown: 5 })
   * await result.get() // 6
   */
  applyAsync<const Sent extends Positional>(
    ...call: Sending<
      readonly [TakersIn<Steps[0]>, Args],
      SendOptions & LinkOptions,
      readonly [Result, LastName<Steps>],
      Sent
    >
  ): Promise<ChainHandle<Steps>>
  /**
   * With options set; they are the first step's when it is sent.
   *
   * @example
   * chain(add.s(2, 3), double.s()).set({ queue: 'sums' }).toJSON().options // { queue: 'sums' }
   */
  set<const Given extends object>(options: CheckedOptions<Given, SendOptions>): Chain<Args, Result, Steps>
  /**
   * With stamps on every step: headers that travel with the messages.
   *
   * @example
   * const stamped = chain(add.s(2, 3), double.s()).stamp({ tenant: 'acme' })
   * JSON.stringify(stamped).match(/"tenant":"acme"/g)?.length // 2
   */
  stamp<const Given extends AnyStamps>(
    stamps: CheckedStamps<Given>,
    options?: StampOptions,
  ): Chain<Args, Result, Steps>
  /**
   * With a callback on the last step.
   *
   * @example
   * const result = await chain(add.s(2, 3), double.s()).link(add.s(1)).delay()
   * await result.get() // 10
   */
  link<Next extends Composable>(
    callback: Linked<Steps, Result, Next> extends Next ? Next : Linked<Steps, Result, Next>,
  ): Chain<Args, Result, Steps>
  /**
   * With an errback on every step.
   *
   * @example
   * const missed = app.task('missed', (taskId: string) => `${taskId} failed`)
   * const result = await chain(add.s(2, 3), double.s()).linkError(missed.s()).delay()
   * await result.get() // 10
   */
  linkError<Next extends Composable>(callback: Errback<'the chain', Next>): Chain<Args, Result, Steps>
  /**
   * The same as `linkError`.
   *
   * @example
   * const lost = app.task('lost', (taskId: string) => `${taskId} failed`)
   * const result = await chain(add.s(2, 3), double.s()).onError(lost.s()).delay()
   * await result.get() // 10
   */
  onError<Next extends Composable>(callback: Errback<'the chain', Next>): Chain<Args, Result, Steps>
  /**
   * A copy, with other options.
   *
   * @example
   * chain(add.s(2, 3), double.s()).clone({ options: { queue: 'sums' } }).toJSON().options // { queue: 'sums' }
   */
  clone(partial?: { readonly options?: SendOptions }): Chain<Args, Result, Steps>
  /**
   * `|`: one more step.
   *
   * @example
   * const result = await chain(add.s(2, 3), double.s()).pipe(add.s(1)).delay()
   * await result.get() // 11
   */
  pipe<Next extends Composable>(
    next: Fits<HandsOn<LastOf<Steps>>, LastName<Steps>, Next> extends Next
      ? Next
      : Fits<HandsOn<LastOf<Steps>>, LastName<Steps>, Next>,
  ): Chain<Args, Next[typeof about]['inChain'], readonly [...Steps, Next]>
}

/** A chain's callback hangs on its last step, so that must be a task. */
type Linked<Steps extends readonly Composable[], Result, Next extends Composable> =
  LastOf<Steps> extends {
    readonly [about]: { readonly kind: 'group' | 'chord' }
  }
    ? `this chain ends in a ${LastOf<Steps>[typeof about]['kind']}, where Celery loses the callback: use .pipe(...) instead`
    : Fits<Result, LastName<Steps>, Next>

/**
 * `chain(a, b, c)`: each step gets the result of the one before, in front of its own arguments. As in Celery, a group
 * followed by a step is a chord, whose step gets the list; a group of one is its member; an immutable step gets nothing.
 * Steps that are made come by `chain(first, ...steps)`. In a function that is generic in what a step gives, the step after it
 * takes that very type: `Signature<[], Value>`, then `Signature<[value: Value], Last>`. What is generic in `Value extends
 * number` comes before a step that takes a number as a `Signature<[], number>`.
 *
 * @example
 * const total = await chain(add.s(2, 2), add.s(4), mul.s(8)).delay()
 * await total.get() // 64
 */
export function chain<const Steps extends readonly unknown[]>(
  ...steps: Steps extends Checked<Steps> ? Steps : Checked<Steps>
): Steps extends readonly Composable[]
  ? Chain<MissingInChain<Steps>, InChain<LastOf<Steps>>, Steps>
  : Refused<Steps[0]> {
  const all = steps as unknown as readonly AnySignature[]
  const app = all.find((step) => step.app)?.app ?? null
  return wrap(
    app,
    chainOf(
      all.map((step) => step.toJSON()),
      { verbatim: all.length === 1 },
    ),
  )
}

/** What a chain with something in it that is no canvas is taken for, so that nothing more is said of it. */
type Refused<FirstStep> = Chain<
  FirstStep extends Composable ? MissingIn<FirstStep> : Positional,
  never,
  readonly [Signature<[], never>]
>

/** `[a, b, c]` is itself when each takes what the one before gives; a step that does not becomes a sentence. */
export type Checked<Steps extends readonly unknown[]> = Steps extends readonly Composable[]
  ? CheckedSteps<Steps>
  : { [Place in keyof Steps]: Steps[Place] extends Composable ? Steps[Place] : NoStep<Steps[Place]> }

/** What is no canvas at all. */
type NoStep<Step> = [Step] extends [readonly unknown[]]
  ? 'a step is a canvas, and a list is no step: write chain(a, b), or chain(...steps)'
  : NoCanvasIs<Step>

type CheckedSteps<
  Steps extends readonly Composable[],
  Givers extends readonly unknown[] = Shifted<Steps>,
> = number extends Steps['length']
  ? CheckedList<Steps>
  : Steps extends readonly []
    ? 'a chain needs a step: write chain(task.s(...))' & readonly Composable[]
    : FirstKind<Steps> extends 'group'
      ? CheckedGroups<Steps, Givers>
      : 'chord' extends Steps[number][typeof about]['kind']
        ? CheckedChords<Steps, Givers>
        : {
            [Place in keyof Steps]: Place extends '0'
              ? First<Steps[Place]>
              : Place extends keyof Givers
                ? Steps[Place][typeof about]['takes'] extends (args: [HandsOn<Givers[Place]>]) => void
                  ? Steps[Place]
                  : Refusal<HandsOn<Givers[Place]>, GiverOf<Givers[Place]>, Steps[Place]>
                : Steps[Place]
          }

/** The same for a chain that holds chords. */
type CheckedChords<Steps extends readonly Composable[], Givers extends readonly unknown[]> = {
  [Place in keyof Steps]: Place extends '0'
    ? First<Steps[Place]>
    : Place extends keyof Givers
      ? CheckedOnce<Steps, Place, Givers[Place], Steps[Place]>
      : Steps[Place]
}

type CheckedOnce<Steps, Place, Giver, Next extends Composable> = Next[typeof about]['takes'] extends (
  args: [HandsOn<Giver>],
) => void
  ? Next[typeof about]['kind'] extends 'chord'
    ? Once<Steps, Place, Giver, Next>
    : Next
  : Refusal<HandsOn<Giver>, GiverOf<Giver>, Next>

/**
 * A chord after a chord whose body ends in a group is not folded into it, and each member of that group would start it
 * again (canvas.py `_chain.__or__`). A group joins such a body too, when there is a chord before it.
 */
type Once<Steps, Place, Giver, Next> = Giver extends { readonly [about]: { readonly kind: infer Of } }
  ? Of extends 'chord'
    ? EndsInGroup<Giver> extends true
      ? RunsOften<Giver, Next>
      : Next
    : StaysGroup<Giver> extends true
      ? Opened<Steps, Place> extends true
        ? RunsOften<Giver, Next>
        : Next
      : Next
  : Next

/** Whether, before the step in front of `Place`, there is a chord that takes what follows into its body. */
type Opened<
  Steps,
  Place,
  Open extends boolean = false,
  Previous = null,
  Count extends readonly unknown[] = [unknown],
> = `${Count['length']}` extends Place
  ? Open
  : Steps extends readonly [infer Step, ...infer Rest]
    ? Opened<Rest, Place, Opens<Step, Previous> extends true ? true : Open, Step, [...Count, unknown]>
    : Open

/** A chord, or what makes one of the group before it. */
type Opens<Step, Previous> = Step extends { readonly [about]: { readonly kind: 'chord' } }
  ? true
  : StaysGroup<Step> extends true
    ? false
    : StaysGroup<Previous>

/** That a canvas would run once for each member of a group. */
export type RunsOften<Giver, Next> =
  `Celery would run ${GiverOf<Next>} once for each member of ${GiverOf<Giver>}: put a task between them`

/** Whether a canvas ends in a group: itself, the last step of a chain, the body of a chord. */
export type EndsInGroup<Step> = Step extends Composable
  ? {
      readonly task: false
      readonly other: false
      readonly group: true
      readonly chain: Step[typeof about]['parts'] extends readonly [...unknown[], infer Last]
        ? EndsInGroup<Last>
        : false
      readonly chord: Step[typeof about]['parts'] extends { readonly body: infer Body }
        ? EndsInGroup<Body>
        : false
    }[Step[typeof about]['kind']]
  : false

/** The first step takes nothing from the chain, but it must be a canvas. */
type First<Step extends Composable> = Step[typeof about]['kind'] extends 'other'
  ? MistakeOf<Step[typeof about]['parts']>
  : Step

type FirstKind<Steps extends readonly Composable[]> = Steps extends readonly []
  ? 'none'
  : Steps[0] extends Composable
    ? Steps[0][typeof about]['kind']
    : 'none'

/**
 * The same for a chain that begins with a group: a group of one in the second place stays a group there, and a group in
 * the third would run once for each member of the second.
 */
type CheckedGroups<Steps extends readonly Composable[], Givers extends readonly unknown[]> = {
  [Place in keyof Steps]: Place extends '0'
    ? Steps[Place]
    : Place extends keyof Givers
      ? Place extends '2'
        ? CheckedThird<Steps, Givers[Place], Steps[Place]>
        : CheckedOnce<Steps, Place, Givers[Place], Steps[Place]>
      : Steps[Place]
}

type CheckedThird<Steps extends readonly Composable[], Second, Third extends Composable> =
  StaysGroup<Steps[0]> extends true
    ? Second extends { readonly [about]: { readonly kind: 'group' } }
      ? StaysApart<Third> extends true
        ? RunsOften<Second, Third>
        : Fits<GivesOf<Second>, GiverOf<Second>, Third>
      : Fits<HandsOn<Second>, GiverOf<Second>, Third>
    : Fits<HandsOn<Second>, GiverOf<Second>, Third>

/** Whether a step after a chord is not folded into its body: a chain, or a group that is not unrolled. */
type StaysApart<Step> = Step extends { readonly [about]: { readonly kind: 'chain' } }
  ? true
  : StaysGroup<Step>

/** Whether a step is a group that is not unrolled. */
type StaysGroup<Step> = Step extends {
  readonly [about]: { readonly kind: 'group'; readonly parts: infer Members }
}
  ? Members extends readonly [unknown]
    ? false
    : true
  : false

/** The steps, each one place further: `[a, b, c]` is `[never, a, b]`. */
type Shifted<Steps extends readonly unknown[]> = Steps extends readonly [...infer Init, unknown]
  ? [never, ...Init]
  : []

/** In a list of steps of one type each must take what its like gives. */
type CheckedList<Steps extends readonly Composable[]> = {
  readonly alone: {
    [Place in keyof Steps]: Fits<Steps[number][typeof about]['handsOn'], GiverOf<Steps[number]>, Steps[Place]>
  }
  readonly among: CheckedMixed<Steps>
}[Steps extends readonly [unknown, ...unknown[]] | readonly [...unknown[], unknown] ? 'among' : 'alone']

/**
 * Steps with a list among them, `[a, ...list, b]`: each must take what any that may stand before it gives; those of the list
 * what their like gives, and `b` what `a` gives too, for the list may be empty.
 */
type CheckedMixed<Steps extends readonly Composable[], Giver = never> = Steps extends readonly [
  infer Next extends Composable,
  ...infer Rest extends readonly Composable[],
]
  ? readonly [After<Giver, Next>, ...CheckedMixed<Rest, Next>]
  : CheckedEnd<Steps, Giver>

type CheckedEnd<Steps extends readonly Composable[], Giver> = Steps extends readonly [
  ...infer Init extends readonly Composable[],
  infer Last extends Composable,
]
  ? readonly [
      ...CheckedEnd<Init, Giver>,
      After<Init extends readonly [...unknown[], infer Only] ? Only : Init[number] | Giver, Last>,
    ]
  : readonly After<Steps[number] | Giver, Steps[number]>[]

type After<Giver, Next extends Composable> = [Giver] extends [never]
  ? First<Next>
  : [Misfits<Giver, Next>] extends [never]
    ? Next
    : Misfits<Giver, Next>
type Misfits<Giver, Next extends Composable> = Giver extends unknown
  ? Next[typeof about]['takes'] extends (args: [HandsOn<Giver>]) => void
    ? never
    : Refusal<HandsOn<Giver>, GiverOf<Giver>, Next>
  : never

/** What a step hands to the next in a chain. */
type InChain<Step> = Step extends Composable ? Step[typeof about]['inChain'] : never

/** What the next step in a chain is checked against. */
type HandsOn<Step> = Step extends Composable ? Step[typeof about]['handsOn'] : never

type GivesOf<Step> = Step extends Composable ? Step[typeof about]['gives'] : never

/** What a chain misses is what its first step misses, but a lone group would not get it (canvas.py `prepare_steps`). */
type MissingInChain<Steps extends readonly Composable[]> = Steps extends readonly [
  { readonly [about]: { readonly kind: 'group' } },
]
  ? MissingIn<Steps[0]> extends readonly []
    ? []
    : ['Celery loses the arguments of a chain of one group: send the group itself']
  : MissingIn<Steps[0]>

/** The arguments a canvas still misses; none where it takes none, and nobody knows which of one whose type is `any`. */
export type MissingIn<Step> = Step extends Composable
  ? Step[typeof about]['takes'] extends (args: infer Args) => void
    ? Args extends Positional
      ? Anything extends Args
        ? []
        : Args
      : unknown[]
    : never
  : never

/** The last of some steps: `[a, b]` is `b`; of a list of unknown length, any of them. */
export type LastOf<Steps extends readonly unknown[]> = Steps extends readonly [...unknown[], infer Last]
  ? Last
  : Steps[number]

/** The name of who gives a chain's result. */
type LastName<Steps extends readonly unknown[]> = GiverOf<LastOf<Steps>>
