import { Celery as App, type Configuration } from './canvas/celery.ts'
import { ImproperlyConfigured } from './canvas/exceptions.ts'
import type { Runtime } from './canvas/runtime.ts'
import { LiveControl } from './runtime/control.ts'
import { LiveRuntime, type Worker } from './runtime/liveRuntime.ts'
import type { Port } from './runtime/serveTasks.ts'
import { Simulation } from './runtime/simulation.ts'
import type { WorkerSettings } from './runtime/workerSettings.ts'

export type { Anything } from './canvas/about.ts'
export type { Canvas } from './canvas/canvas.ts'
export type { Configuration, TaskOptions } from './canvas/celery.ts'
export { type Chain, chain } from './canvas/chain.ts'
export { type Chord, chord } from './canvas/chord.ts'
export type { Chunks } from './canvas/chunks.ts'
export type { Context, Request, RetryOptions } from './canvas/context.ts'
export type { Control } from './canvas/control.ts'
export * from './canvas/exceptions.ts'
export { type Group, group } from './canvas/group.ts'
export type { HandleTuple } from './canvas/handle.ts'
export type { Hooks, Replacement } from './canvas/hooks.ts'
export type { Json, JsonObject } from './canvas/json.ts'
export type { CompressionName, LinkOptions, SendOptions } from './canvas/options.ts'
export type { AnyResult, AsyncResult, GroupResult } from './canvas/result.ts'
export type { ResultGraph } from './canvas/resultGraph.ts'
export type { JoinOptions, TaskEnd } from './canvas/resultList.ts'
export { ResultSet } from './canvas/resultSet.ts'
export type { GetOptions, RevokeOptions, State } from './canvas/runtime.ts'
export type {
  AnySignature,
  ImmutableSignature,
  KeywordSignature,
  Signature,
  Silent,
  SilentImmutable,
} from './canvas/signature.ts'
export type { StampingVisitor, StampOptions, Stamps } from './canvas/stamp.ts'
export type { Task } from './canvas/task.ts'
export { type CheckOptions, check } from './check/check.ts'
export { type Trap, trapSentence } from './check/trap.ts'
export type { Replies } from './runtime/askWorkers.ts'
export type { ControlOptions, Inspect, LiveControl } from './runtime/control.ts'
export type { WorkerCounts } from './runtime/deliveries.ts'
export type { Worker } from './runtime/liveRuntime.ts'
export type { Recording } from './runtime/recording.ts'
export { simulate } from './runtime/simulate.ts'
export { Simulation } from './runtime/simulation.ts'
export type { ThreadSettings } from './runtime/threads.ts'
export type { Trace, TraceEvent } from './runtime/trace.ts'
export type { WorkerSettings } from './runtime/workerSettings.ts'
export type { World } from './runtime/world.ts'

/**
 * An app: its tasks by name, and where messages and results go. Without a broker everything stays in memory, on a
 * virtual clock. Its types need `"strict": true` in tsconfig.json.
 *
 * @example
 * const app = new Celery('bank')
 * const add = app.task('bank.add', (x: number, y: number) => x + y)
 * const result = await add.delay(2, 2)
 * await result.get() // 4
 */
export class Celery<const Settings extends Configuration = {}> extends App<Settings> {
  #client: LiveRuntime | null = null

  protected override connect(runtime: Configuration['runtime']): Runtime {
    if (runtime) return super.connect(runtime)
    if (this.broker.startsWith('memory:')) return new Simulation(this)
    this.#client = new LiveRuntime(this)
    return this.#client
  }

  /** What can be told to all workers; asking them something needs a real broker. */
  override get control(): LiveControl {
    return new LiveControl(
      () => this.runtime,
      () => this.#live('asking the workers').connection(),
    )
  }

  /**
   * A worker that runs this app's tasks in this process, on a real broker: `await app.worker().start()`. Workers of a
   * simulation are of its `World`.
   */
  worker(settings?: WorkerSettings): Worker {
    return this.#live('a worker').worker(settings)
  }

  /** Runs its tasks in this thread, for the worker that made the thread. */
  async '~serveTasks'(port: Port): Promise<void> {
    const { serveTasks } = await import('./runtime/serveTasks.ts')
    serveTasks(this, port)
  }

  /** Closes the connections to broker and backend. A program that is done also ends without. */
  async close(): Promise<void> {
    await this.#client?.close()
  }

  #live(what: string): LiveRuntime {
    void this.runtime
    if (this.#client) return this.#client
    throw new ImproperlyConfigured(
      `${what} needs a real broker, and ${this.name} has ${this.broker}: give it one, new Celery('${this.name}', { broker: 'redis://localhost:6379/0', backend: 'redis://localhost:6379/1' })`,
    )
  }
}
