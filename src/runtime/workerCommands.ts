import type { ReplyAddress } from '../broker/transport.ts'
import type { App } from '../canvas/celery.ts'
import type { Json, JsonObject } from '../canvas/json.ts'
import type { Message } from '../protocol/message.ts'
import type { LiveWorker } from './liveWorker.ts'

/** What control commands need of a worker. */
export interface Commanded {
  readonly app: App
  readonly worker: LiveWorker
  readonly revoke: (taskIds: readonly string[], terminate: boolean) => void
  readonly revokeStamps: (headers: JsonObject, terminate: boolean) => void
  /** The messages of tasks that run, since when (milliseconds since the epoch), and whether they are acknowledged. */
  readonly running: () => readonly (readonly [Message, number, boolean])[]
  readonly waiting: () => readonly Message[]
  readonly parked: () => readonly Message[]
  readonly revoked: () => readonly string[]
  readonly setEvents: (isOn: boolean) => void
  readonly clock: () => number
  readonly beat: () => Promise<void>
  readonly reply: (to: ReplyAddress, reply: JsonObject) => Promise<void>
}

/** Carries out a control command of a mailbox (celery/worker/control.py), if it is for this worker, and answers it. */
export async function answer(command: unknown, worker: Commanded): Promise<void> {
  if (!isObject(command)) return
  const { method, destination, ticket } = command
  const { hostname } = worker.worker
  if (Array.isArray(destination) && !destination.includes(hostname)) return
  const args = isObject(command.arguments) ? command.arguments : {}
  const act = typeof method === 'string' ? COMMANDS[method] : undefined
  const said = act ? act(worker, args) : { error: `there is no control command ${String(method)}` }
  const to = command.reply_to
  if (!isObject(to) || typeof ticket !== 'string' || said === undefined) return
  await worker.reply(
    { exchange: String(to.exchange), routingKey: String(to.routing_key), ticket },
    { [hostname]: said },
  )
}

type Command = (worker: Commanded, args: JsonObject) => Json

const COMMANDS: Readonly<Record<string, Command>> = {
  ping: () => ({ ok: 'pong' }),
  hello: (worker, { from_node }) =>
    from_node === worker.worker.hostname
      ? null
      : {
          revoked: Object.fromEntries(worker.revoked().map((id) => [id, Date.now() / 1000])),
          clock: worker.clock(),
        },
  clock: (worker) => ({ clock: worker.clock() }),
  revoke: (worker, { task_id, terminate }) => {
    const ids = (Array.isArray(task_id) ? task_id : [task_id]).filter((id) => typeof id === 'string')
    worker.revoke(ids, terminate === true)
    return { ok: `tasks ${ids.join(', ')} flagged as revoked` }
  },
  revoke_by_stamped_headers: (worker, { headers, terminate }) => {
    if (isObject(headers)) worker.revokeStamps(headers, terminate === true)
    return { ok: `headers ${JSON.stringify(headers)} flagged as revoked` }
  },
  terminate: (worker, args) => COMMANDS.revoke!(worker, { ...args, terminate: true }),
  active: (worker) =>
    worker.running().map(([message, sinceMs, isAcknowledged]) => ({
      ...infoOf(message, worker),
      time_start: sinceMs / 1000,
      acknowledged: isAcknowledged,
      worker_pid: process.pid,
    })),
  reserved: (worker) => worker.waiting().map((message) => infoOf(message, worker)),
  scheduled: (worker) =>
    worker.parked().map((message) => ({
      eta: message.headers.eta,
      priority: message.properties.priority,
      request: infoOf(message, worker),
    })),
  // What is neither active nor reserved is left out, as Celery does.
  query_task: (worker, { ids }) => {
    const wanted = new Set([ids].flat())
    const found = (state: string, messages: readonly Message[]) =>
      messages
        .filter(({ headers }) => wanted.has(headers.id))
        .map((message) => [message.headers.id, [state, infoOf(message, worker)]] as const)
    const active = worker.running().map(([message]) => message)
    return Object.fromEntries([...found('reserved', worker.waiting()), ...found('active', active)])
  },
  registered: ({ app }) => [...app.tasks.keys()].sort(),
  revoked: (worker) => worker.revoked(),
  active_queues: ({ worker }) =>
    worker.queues.map((name) => ({
      name,
      routing_key: name,
      exchange: { name, type: 'direct', durable: true },
      durable: true,
    })),
  stats: ({ worker }) => ({
    total: { ...worker.counts },
    pid: process.pid,
    pool: { 'max-concurrency': worker.concurrency, implementation: 'celeriac' },
    uptime: Math.floor(process.uptime()),
  }),
  enable_events: (worker) => {
    worker.setEvents(true)
    return { ok: 'task events enabled' }
  },
  disable_events: (worker) => {
    worker.setEvents(false)
    return { ok: 'task events disabled' }
  },
  heartbeat: (worker) => {
    void worker.beat()
    return null
  },
  shutdown: ({ worker }) => {
    setImmediate(() => void worker.stop())
    return { ok: 'shutting down' }
  },
}

/** A task, as Celery's workers describe one (`Request.info`). */
function infoOf({ headers, properties, body }: Message, { worker }: Commanded): JsonObject {
  return {
    id: headers.id,
    name: headers.task,
    type: headers.task,
    args: body[0] as Json,
    kwargs: body[1],
    hostname: worker.hostname,
    time_start: null,
    acknowledged: false,
    delivery_info: {
      exchange: '',
      routing_key: properties.routing_key,
      priority: properties.priority,
      redelivered: false,
    },
    worker_pid: null,
  }
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
