import { orThrow } from '../broker/brokerError.ts'
import type { QueueOptions } from '../canvas/celery.ts'
import { Control } from '../canvas/control.ts'
import type { JsonObject } from '../canvas/json.ts'
import type { Runtime } from '../canvas/runtime.ts'
import type { Stamps } from '../canvas/stamp.ts'
import { askWorkers, type Replies } from './askWorkers.ts'
import type { Connection } from './connection.ts'

/** Which workers are asked, and for how long their answers are waited for. */
export interface ControlOptions {
  /** Hostnames, `celery@host`; all workers when left out. */
  readonly destination?: readonly string[]
  /** Seconds; 1. With a destination it ends as soon as all of them have answered. */
  readonly timeout?: number
}

/** Celery's `app.control.inspect()`: each asks all workers. */
export interface Inspect {
  ping(): Promise<Replies>
  /** The tasks that run. */
  active(): Promise<Replies>
  /** The tasks that were received, and wait for their turn. */
  reserved(): Promise<Replies>
  /** The tasks that wait for their eta. */
  scheduled(): Promise<Replies>
  /** The names of the tasks a worker knows. */
  registered(): Promise<Replies>
  /** The ids that were revoked. */
  revoked(): Promise<Replies>
  activeQueues(): Promise<Replies>
  /** What a worker has done, and with what. */
  stats(): Promise<Replies>
  /** What a worker knows of these tasks: those that run and those that wait for their turn. */
  queryTask(...taskIds: readonly string[]): Promise<Replies>
  /** A worker's settings in Celery's names, stars for what is secret. */
  conf(options?: { readonly withDefaults?: boolean }): Promise<Replies>
  /** What a worker runs on, as text for a bug report. */
  report(): Promise<Replies>
  /** A worker's logical clock. */
  clock(): Promise<Replies>
}

/** A command as kombu's mailboxes take it (kombu/pidbox.py). */
export const commandOf = (
  method: string,
  args: JsonObject,
  destination: readonly string[] | null = null,
): JsonObject => ({ method, arguments: args, destination, pattern: null, matcher: null })

/** The command that makes workers drop tasks. */
export const revokeCommand = (taskIds: readonly string[], terminate: boolean): JsonObject =>
  commandOf('revoke', { task_id: taskIds, terminate, signal: 'SIGTERM' })

/** The command that makes workers drop the tasks that have one of these stamps. */
export const revokeStampsCommand = (headers: Stamps, terminate: boolean): JsonObject =>
  commandOf('revoke_by_stamped_headers', { headers, terminate, signal: 'SIGTERM' })

/** Celery's remote control of the workers of a real cluster (`app.control`). */
export class LiveControl extends Control {
  readonly #open: () => Promise<Connection>

  constructor(runtime: () => Runtime, open: () => Promise<Connection>) {
    super(runtime)
    this.#open = open
  }

  /** Who is there: `{ 'celery@host': { ok: 'pong' } }`. */
  ping(options: ControlOptions = {}): Promise<Replies> {
    return this.#call('ping', options)
  }

  /** Lets a task start so often and no more, on each worker: `'10/m'`; null lifts that. What waits for its turn keeps it. */
  rateLimit(task: string, limit: string | number | null, options: ControlOptions = {}): Promise<Replies> {
    return this.#call('rate_limit', options, { task_name: task, rate_limit: limit })
  }

  /** Limits how long a task may take, in seconds, when it begins from now on and its message says nothing; null is no limit. */
  timeLimit(
    task: string,
    { soft = null, hard = null }: { readonly soft?: number | null; readonly hard?: number | null },
    options: ControlOptions = {},
  ): Promise<Replies> {
    return this.#call('time_limit', options, { task_name: task, soft, hard })
  }

  /** Runs so many more tasks at once, on each worker. */
  poolGrow(n = 1, options: ControlOptions = {}): Promise<Replies> {
    return this.#call('pool_grow', options, { n })
  }

  /** Runs so many fewer tasks at once, on each worker. */
  poolShrink(n = 1, options: ControlOptions = {}): Promise<Replies> {
    return this.#call('pool_shrink', options, { n })
  }

  /** Consumes another queue, on each worker; one that its settings do not know has a direct exchange of its name. */
  addConsumer(
    queue: string,
    own: Pick<QueueOptions, 'exchange' | 'exchangeType' | 'routingKey'> = {},
    options: ControlOptions = {},
  ): Promise<Replies> {
    const { exchange = null, exchangeType = null, routingKey = null } = own
    const args = { queue, exchange, exchange_type: exchangeType, routing_key: routingKey }
    return this.#call('add_consumer', options, args)
  }

  /** Consumes a queue no more, on each worker. */
  cancelConsumer(queue: string, options: ControlOptions = {}): Promise<Replies> {
    return this.#call('cancel_consumer', options, { queue })
  }

  /** Lets workers tell whoever watches of their tasks. */
  enableEvents(options: ControlOptions = {}): Promise<Replies> {
    return this.#call('enable_events', options)
  }

  disableEvents(options: ControlOptions = {}): Promise<Replies> {
    return this.#call('disable_events', options)
  }

  /** Sends any command, and does not wait for an answer. */
  async broadcast(
    command: string,
    args: JsonObject = {},
    { destination = null }: { readonly destination?: readonly string[] | null } = {},
  ): Promise<void> {
    const { transport } = await this.#open()
    await orThrow(transport.broadcast(commandOf(command, args, destination)))
  }

  /** What the workers know. */
  inspect(options: ControlOptions = {}): Inspect {
    return {
      ping: () => this.#call('ping', options),
      active: () => this.#call('active', options),
      reserved: () => this.#call('reserved', options),
      scheduled: () => this.#call('scheduled', options),
      registered: () => this.#call('registered', options),
      revoked: () => this.#call('revoked', options),
      activeQueues: () => this.#call('active_queues', options),
      stats: () => this.#call('stats', options),
      queryTask: (...ids) => this.#call('query_task', options, { ids }),
      conf: ({ withDefaults = false } = {}) => this.#call('conf', options, { with_defaults: withDefaults }),
      report: () => this.#call('report', options),
      clock: () => this.#call('clock', options),
    }
  }

  async #call(
    method: string,
    { destination, timeout = 1 }: ControlOptions,
    args: JsonObject = {},
  ): Promise<Replies> {
    const { transport, context } = await this.#open()
    return askWorkers(transport, context.newId, commandOf(method, args, destination ?? null), timeout)
  }
}
