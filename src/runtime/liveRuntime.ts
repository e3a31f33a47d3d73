import { withoutPassword } from '../broker/withoutPassword.ts'
import type { Canvas } from '../canvas/canvas.ts'
import type { App } from '../canvas/celery.ts'
import { ImproperlyConfigured, RuntimeError } from '../canvas/exceptions.ts'
import type { GroupHandle, Handle } from '../canvas/handle.ts'
import type { Call, Follower, GetOptions, RevokeOptions, Runtime, TaskMeta } from '../canvas/runtime.ts'
import type { Stamps } from '../canvas/stamp.ts'
import type { Connection } from './connection.ts'
import type { WorkerCounts } from './deliveries.ts'
import type { LiveClient } from './liveClient.ts'
import type { LiveWorker } from './liveWorker.ts'
import { running } from './taskCode.ts'
import type { WorkerSettings } from './workerSettings.ts'

/** A worker of a real cluster. */
export interface Worker {
  /** Begins to take messages; resolves when it does. */
  start(): Promise<void>
  /**
   * Takes no more messages, and resolves once the tasks that run have ended; what had not begun goes back to its queue.
   * With `force` it waits for nobody: what is acknowledged late goes back too, everything else that runs is lost.
   */
  stop(options?: { readonly force?: boolean }): Promise<void>
  /** What it has done so far. */
  readonly counts: WorkerCounts
}

/** The client of a real cluster, loaded when it is first needed: a program in memory loads none of it. */
export class LiveRuntime implements Runtime {
  readonly #app: App
  #client: Promise<LiveClient> | null = null

  /** Throws `ImproperlyConfigured` for a broker or backend that cannot be spoken to. */
  constructor(app: App) {
    this.#app = app
    refuseUnlessKnown(app, 'broker', BROKERS)
    refuseUnlessKnown(app, 'backend', BACKENDS)
  }

  /** A worker of this app, loaded when it starts. */
  worker(settings: WorkerSettings = {}): Worker {
    let live: LiveWorker | null = null
    return {
      start: async () => {
        const { LiveWorker } = await import('./liveWorker.ts')
        live ??= new LiveWorker(this.#app, settings)
        await live.start()
      },
      stop: async (options) => live?.stop(options),
      get counts() {
        return live?.counts ?? NOTHING_DONE
      },
    }
  }

  async send(canvas: Canvas, call: Call): Promise<Handle | null> {
    const run = running.getStore()
    if (run?.isOver) throw new RuntimeError(RUN_IS_OVER)
    const sending = this.#load().then((client) => client.send(canvas, call))
    // The worker waits for what its task sends, even if the task does not.
    run?.pending?.push(sending.catch(() => {}))
    return sending
  }

  async get(handle: Handle, options: GetOptions, follower?: Follower): Promise<unknown> {
    return (await this.#load()).get(handle, options, follower)
  }

  async meta(taskId: string): Promise<TaskMeta> {
    return (await this.#load()).meta(taskId)
  }

  async revoke(taskIds: readonly string[], options: RevokeOptions): Promise<void> {
    await (await this.#load()).revoke(taskIds, options)
  }

  async revokeByStampedHeaders(headers: Stamps, options: RevokeOptions): Promise<void> {
    await (await this.#load()).revokeByStampedHeaders(headers, options)
  }

  async forget(taskIds: readonly string[]): Promise<void> {
    await (await this.#load()).forget(taskIds)
  }

  async saveGroup(group: GroupHandle): Promise<void> {
    await (await this.#load()).saveGroup(group)
  }

  async restoreGroup(groupId: string): Promise<GroupHandle | null> {
    return (await this.#load()).restoreGroup(groupId)
  }

  async deleteGroup(groupId: string): Promise<void> {
    await (await this.#load()).deleteGroup(groupId)
  }

  /** What the client is connected to, for whoever wants to speak to the workers. */
  async connection(): Promise<Connection> {
    return (await this.#load()).connection()
  }

  async close(): Promise<void> {
    await (await this.#client)?.close()
  }

  #load(): Promise<LiveClient> {
    this.#client ??= import('./liveClient.ts').then(({ LiveClient }) => new LiveClient(this.#app))
    return this.#client
  }
}

const BROKERS = ['redis', 'rediss', 'amqp', 'amqps', 'pyamqp']
const BACKENDS = ['redis', 'rediss', 'rpc', 'disabled']

function refuseUnlessKnown(app: App, part: 'broker' | 'backend', known: readonly string[]): void {
  const url = app[part]
  if (known.includes(url.split(':', 1)[0]!)) return
  const choice = known.map((scheme) => `${scheme}://`).join(', ')
  throw new ImproperlyConfigured(
    `${app.name} has ${withoutPassword(url)} as its ${part}: with this broker choose from ${choice}`,
  )
}

const NOTHING_DONE: WorkerCounts = { received: 0, processed: 0, rejected: 0, revoked: 0, scheduled: 0 }

const RUN_IS_OVER =
  'This task has ended for its worker, by its time limit or because it was terminated: it sends nothing any more.'
