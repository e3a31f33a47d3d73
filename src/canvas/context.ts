import type { about, Composable } from './about.ts'
import type { Positional } from './bound.ts'
import type { CheckedRow, TakersIn, TooFew } from './called.ts'
import type { MissingIn } from './chain.ts'
import type { GiverOf, MistakeOf, NoCanvas } from './fits.ts'
import type { Json, JsonObject } from './json.ts'
import type { SendOptions } from './options.ts'
import type { CheckedOption, Formed, IsErased } from './sending.ts'
import type { Show } from './show.ts'

/**
 * The first parameter of a bound task: this run of it. With the task's result and parameters, `Context<string, [url: string]>`,
 * `replace` and `retry` are held to them. Where it is not annotated the parameters are known by themselves, as far as they
 * have types. `Context` alone, which every run's is, says nothing of them.
 */
export interface Context<in Result = never, in Args extends Positional = never> {
  readonly request: Request
  /**
   * Publishes the task again, and ends this run: throws `Retry`, or the reason once the retries are used up.
   *
   * @example
   * const flaky = app.task('flaky', { bind: true }, (self, x: number) =>
   *   self.request.retries < 2 ? self.retry({ countdown: 1 }) : x,
   * )
   * const result = await flaky.delay(7)
   * await result.get() // 7
   */
  retry<const Given extends object = {}>(options?: CheckedRetry<Args, Given>): never
  /**
   * Puts a canvas in this task's place, under its id, and ends this run. Say `return self.replace(...)`, so that the
   * result of the canvas counts as the task's.
   *
   * @example
   * const either = app.task('either', { bind: true }, (self, x: number) => self.replace(add.s(x, 1)))
   * const result = await either.delay(7)
   * await result.get() // 8
   */
  replace<Next extends Composable, Returned = unknown>(
    canvas: Replacing<Next, Result, Returned>,
  ): unknown extends Returned
    ? unknown extends Next[typeof about]['gives']
      ? Json
      : Next[typeof about]['gives']
    : Returned
  /**
   * Sends a canvas as one part more of the chord this task is a part of: the body's list has its result too, beside this
   * task's own. On a backend that counts parts, which Redis does. Throws `RuntimeError` when the task is in no chord.
   *
   * @example
   * const spread = app.task('spread', { bind: true }, (self, x: number) => {
   *   self.addToChord(add.si(x, 1))
   *   return x
   * })
   * const result = await chord([spread.s(7)], total.s()).delay()
   * await result.get() // 15
   */
  addToChord(canvas: Composable): void
  /**
   * Waits, in the worker's time: virtual in a simulation.
   *
   * @example
   * const slow = app.task('slow', { bind: true }, async (self, x: number) => {
   *   await self.sleep(60)
   *   return x
   * })
   * const result = await slow.delay(7)
   * await result.get() // 7
   */
  sleep(seconds: number): Promise<void>
  /**
   * Stores a state of the task's own: `updateState({ state: 'PROGRESS', meta: { done: 3 } })`.
   *
   * @example
   * const working = app.task('working', { bind: true }, (self, x: number) => {
   *   self.updateState({ state: 'PROGRESS', meta: { done: 3 } })
   *   return x
   * })
   * const result = await working.delay(7)
   * await result.get() // 7
   */
  updateState(update: { readonly state: string; readonly meta?: Json }): void
}

/** How a task is tried again when it is right; an option that does not exist, or arguments that the task does not take, become sentences. */
type CheckedRetry<Args extends Positional, Given> = [Given] extends [never]
  ? Given & RetryOptions<Partial<Args>>
  : IsErased<Given> extends true
    ? RetryOptions
    : Formed<
        Given,
        { [Key in keyof Given]: CheckedRetryPart<Args, Given, Key> },
        RetryOptions<[Args] extends [never] ? readonly Json[] : Args>
      >
type CheckedRetryPart<Args extends Positional, Given, Key extends keyof Given> = Key extends 'args'
  ? Given[Key] extends Positional
    ? CheckedRow<Tried<Given extends { readonly kwargs: unknown } ? Partial<Args> : Args>, Given[Key]>
    : `args is a list, but gets ${Show<Given[Key]>}`
  : CheckedOption<Key, Given[Key], RetryOptions>

/** What another try is checked against. */
type Tried<Args extends Positional> = [Args] extends [never]
  ? readonly [readonly ['the task', Positional], Positional]
  : readonly [readonly ['the task', Args], Args]

/** A canvas itself when it is complete and gives what the task gives, as its context or its return type says; else a sentence. */
type Replacing<Next extends Composable, Wanted, Returned> = Composable extends Next
  ? Composable | NoCanvas
  : Next[typeof about]['kind'] extends 'other'
    ? MistakeOf<Next[typeof about]['parts']>
    : [] extends MissingIn<Next>
      ? Gives<Next, Wanted> extends Next
        ? Gives<Next, Awaited<Returned>>
        : Gives<Next, Wanted>
      : TooFew<TakersIn<Next>, []>

type Gives<Next extends Composable, Wanted> = unknown extends Wanted
  ? Next
  : [Wanted] extends [never]
    ? Next
    : Next[typeof about]['gives'] extends Wanted
      ? Next
      : `the task gives ${Show<Wanted>}, but ${GiverOf<Next>} gives ${Show<Next[typeof about]['gives']>}`

/** The message a task runs for, as Celery's `self.request`. */
export interface Request {
  readonly id: string
  readonly task: string
  readonly args: readonly Json[]
  readonly kwargs: JsonObject
  /** How often it was retried: 0 in the first run. */
  readonly retries: number
  readonly rootId: string
  readonly parentId: string | null
  /** The id of the group it is a member of. */
  readonly group: string | null
  readonly groupIndex: number | null
  /** ISO-8601. */
  readonly eta: string | null
  /** ISO-8601. */
  readonly expires: string | null
  readonly correlationId: string
  readonly replyTo: string | null
  readonly headers: JsonObject
  /** The stamps of the message. */
  readonly stamps: JsonObject
  /** The queue's properties: priority, routing key. */
  readonly deliveryInfo: JsonObject
  readonly hostname: string
}

/** How a task is tried again, and why. */
export interface RetryOptions<Args extends Positional = readonly Json[]>
  extends Pick<SendOptions, 'countdown' | 'eta' | 'expires' | 'queue' | 'priority'> {
  /** Why; thrown in the end when the retries are used up. */
  readonly exc?: Error
  /** Other arguments for the next try. */
  readonly args?: Args
  readonly kwargs?: JsonObject
  /** In place of the task's; null is no limit. */
  readonly maxRetries?: number | null
}
