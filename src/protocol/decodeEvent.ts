import type { JsonObject } from '../canvas/json.ts'

/** What a worker or a client told of a task, as far as it said so (docs/userguide/monitoring.rst). */
export interface TaskEvent {
  readonly type: (typeof taskEvents)[number]
  readonly uuid: string
  readonly hostname: string
  /** Milliseconds since the epoch. */
  readonly atMs: number
  readonly name: string | null
  /** As Python prints them. */
  readonly args: string | null
  readonly kwargs: string | null
  readonly rootId: string | null
  readonly parentId: string | null
  readonly retries: number
  /** ISO 8601. */
  readonly eta: string | null
  readonly queue: string | null
  /** What it returned, or raised, as Python prints it. */
  readonly result: string | null
  readonly exception: string | null
  readonly runtime: number | null
  readonly terminated: boolean
  readonly expired: boolean
  readonly requeue: boolean
}

/** What a worker told of itself. */
export interface WorkerEvent {
  readonly type: (typeof workerEvents)[number]
  readonly hostname: string
  /** Milliseconds since the epoch. */
  readonly atMs: number
  /** How many tasks it runs; null where it does not say. */
  readonly active: number | null
}

/** The kinds of events that are told of tasks. */
export const taskEvents = [
  'task-sent',
  'task-received',
  'task-started',
  'task-succeeded',
  'task-failed',
  'task-retried',
  'task-revoked',
  'task-rejected',
] as const

const workerEvents = ['worker-online', 'worker-heartbeat', 'worker-offline'] as const

/** Reads one event of the exchange `celeryev`; null for what is none, or of a kind that nobody knows. */
export function decodeEvent(event: unknown): TaskEvent | WorkerEvent | null {
  if (typeof event !== 'object' || event === null) return null
  const fields = event as JsonObject
  const { hostname, timestamp } = fields
  if (typeof hostname !== 'string' || typeof timestamp !== 'number' || !Number.isFinite(timestamp))
    return null
  const atMs = timestamp * 1000
  const worker = workerEvents.find((type) => type === fields.type)
  if (worker !== undefined) return { type: worker, hostname, atMs, active: numberIn(fields.active) }
  const type = taskEvents.find((each) => each === fields.type)
  const { uuid } = fields
  if (type === undefined || typeof uuid !== 'string') return null
  return {
    type,
    uuid,
    hostname,
    atMs,
    name: textIn(fields.name),
    args: textIn(fields.args),
    kwargs: textIn(fields.kwargs),
    rootId: textIn(fields.root_id),
    parentId: textIn(fields.parent_id),
    retries: numberIn(fields.retries) ?? 0,
    eta: textIn(fields.eta),
    queue: textIn(fields.queue),
    result: textIn(fields.result),
    exception: textIn(fields.exception),
    runtime: numberIn(fields.runtime),
    terminated: fields.terminated === true,
    expired: fields.expired === true,
    requeue: fields.requeue === true,
  }
}

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const numberIn = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null
