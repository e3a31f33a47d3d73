import { Celery as App, type Configuration } from './canvas/celery.ts'
import { ImproperlyConfigured } from './canvas/exceptions.ts'
import type { Runtime } from './canvas/runtime.ts'
import { Simulation } from './runtime/simulation.ts'

export type { Configuration, TaskOptions } from './canvas/celery.ts'
export { type Chain, chain } from './canvas/chain.ts'
export { type Chord, chord } from './canvas/chord.ts'
export type { Context, Request } from './canvas/context.ts'
export * from './canvas/exceptions.ts'
export { type Group, group } from './canvas/group.ts'
export type { Json, JsonObject } from './canvas/json.ts'
export type { SendOptions } from './canvas/options.ts'
export type { AnyResult, AsyncResult, GroupResult } from './canvas/result.ts'
export type {
  AnySignature,
  ImmutableSignature,
  KeywordSignature,
  Signature,
  Silent,
} from './canvas/signature.ts'
export type { StampingVisitor, Stamps } from './canvas/stamp.ts'
export type { Task } from './canvas/task.ts'
export { type CheckOptions, check } from './check/check.ts'
export { type Trap, trapSentence } from './check/trap.ts'
export type { Recording } from './runtime/recording.ts'
export { simulate } from './runtime/simulate.ts'
export { Simulation } from './runtime/simulation.ts'
export type { Trace, TraceEvent } from './runtime/trace.ts'
export type { World } from './runtime/world.ts'

/**
 * An app: its tasks by name, and where messages and results go. Without a broker everything stays in memory, on a
 * virtual clock.
 *
 * @example
 * const app = new Celery('bank')
 * const add = app.task('bank.add', (x: number, y: number) => x + y)
 * const result = await add.delay(2, 2)
 * await result.get() // 4
 */
export class Celery<const Settings extends Configuration = {}> extends App<Settings> {
  protected override connect(runtime: Configuration['runtime']): Runtime {
    if (runtime) return super.connect(runtime)
    if (this.broker.startsWith('memory:')) return new Simulation(this)
    const scheme = this.broker.split(':')[0]
    throw new ImproperlyConfigured(
      `${this.name} has ${scheme}: as its broker, and only memory:// can be spoken to in this version: leave the broker out, or give a runtime of your own as { runtime }`,
    )
  }
}
