import type { ReplyAddress } from '../broker/transport.ts'
import type { App } from '../canvas/celery.ts'
import type { Json, JsonObject } from '../canvas/json.ts'
import { printValue } from '../canvas/print.ts'
import type { RegisteredTask } from '../canvas/task.ts'
import { consumedBy, type DeclaredQueue, declaredBy } from '../protocol/declaredQueue.ts'
import type { Message } from '../protocol/message.ts'
import { queueInfo } from '../protocol/queueInfo.ts'
import { bugReport } from './bugReport.ts'
import type { Deliveries } from './deliveries.ts'
import type { LiveWorker } from './liveWorker.ts'
import { toldRevoked } from './mingle.ts'
import { taskNamed } from './registry.ts'
import { celeryName, settingsTable } from './settingsTable.ts'
import type { TaskEvents } from './taskEvents.ts'
import type { TaskLimits } from './taskLimits.ts'

/** What control commands need of a worker. */
export interface Commanded {
  readonly app: App
  readonly worker: Pick<LiveWorker, 'hostname' | 'stop'>
  /** The queues that it consumes. */
  readonly consumed: readonly DeclaredQueue[]
  readonly addConsumer: (queue: DeclaredQueue) => void
  readonly cancelConsumer: (queue: string) => void
  readonly deliveries: Deliveries
  readonly limits: TaskLimits
  readonly events: TaskEvents
  readonly stats: () => JsonObject
  readonly beat: () => Promise<void>
  readonly reply: (to: ReplyAddress, reply: JsonObject) => Promise<void>
}

/** Carries out a control command of a mailbox (celery/worker/control.py), if it is for this worker, and answers it. */
export async function answer(command: unknown, worker: Commanded): Promise<void> {
  if (!isObject(command)) return
  const { method, ticket } = command
  const { hostname } = worker.worker
  if (!isFor(hostname, command)) return
  const args = isObject(command.arguments) ? command.arguments : {}
  const said = carryOut(String(method), args, worker)
  const to = command.reply_to
  if (!isObject(to) || typeof ticket !== 'string') return
  await worker.reply(
    { exchange: String(to.exchange), routingKey: String(to.routing_key), ticket },
    { [hostname]: said },
  )
}

/** Those that are named, else those that a pattern fits, else all (kombu's pidbox.py, `handle_message`). */
function isFor(hostname: string, { destination, pattern, matcher }: JsonObject): boolean {
  if (isTrue(destination)) return Array.isArray(destination) && destination.includes(hostname)
  if (typeof pattern !== 'string' || !isTrue(pattern) || !isTrue(matcher)) return true
  const words = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  try {
    return new RegExp(`^(?:${matcher === 'pcre' ? pattern : `${words}$`})`).test(hostname)
  } catch {
    return false
  }
}

/** What a command throws is answered, as kombu does. */
function carryOut(method: string, args: JsonObject, worker: Commanded): Json {
  const name = ALIASES[method] ?? method
  const act = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!act) return { error: `there is no control command ${method}` }
  try {
    return act(worker, args)
  } catch (error) {
    const { name: kind, message } = error as Error
    return { error: `${kind}(${printValue(message)})` }
  }
}

type Command = (worker: Commanded, args: JsonObject) => Json

/** Names from before Celery 3. */
const ALIASES: Readonly<Record<string, string>> = {
  dump_conf: 'conf',
  dump_schedule: 'scheduled',
  dump_reserved: 'reserved',
  dump_active: 'active',
  dump_revoked: 'revoked',
  dump_tasks: 'registered',
}

const COMMANDS: Readonly<Record<string, Command>> = {
  ping: () => ({ ok: 'pong' }),
  report: ({ app }) => ({ ok: bugReport(app) }),
  conf: ({ app }, { with_defaults }) => settingsTable(app, isTrue(with_defaults)),
  hello: (worker, { from_node, revoked }) => {
    if (from_node === worker.worker.hostname) return null
    if (isObject(revoked)) worker.deliveries.learnRevoked(Object.keys(revoked))
    return { revoked: toldRevoked(worker.deliveries.revoked), clock: worker.events.clock }
  },
  clock: (worker) => ({ clock: worker.events.clock }),
  // It takes no part in elections: nobody waits for its vote.
  election: () => null,
  revoke: (worker, { task_id, terminate }) => {
    const ids = textsOf(task_id)
    const ended = worker.deliveries.revoke(ids, isTrue(terminate))
    if (!isTrue(terminate)) return { ok: `tasks {${ids.map(printValue).join(', ')}} flagged as revoked` }
    return { ok: `terminate: ${ended.length === 0 ? 'tasks unknown' : ended.join(', ')}` }
  },
  terminate: (worker, args) => COMMANDS.revoke!(worker, { ...args, terminate: true }),
  revoke_by_stamped_headers: (worker, { headers, terminate }) => {
    const stamps = stampsOf(headers)
    const ended = worker.deliveries.revokeStamps(stamps, isTrue(terminate))
    if (!isTrue(terminate))
      return { ok: `headers ${printValue(stamps)} flagged as revoked, but not terminated` }
    return { ok: `headers ${printValue(stamps)} ${ended.length === 0 ? 'were not terminated' : 'revoked'}` }
  },
  active: (worker) =>
    worker.deliveries.running.map(([message, sinceMs, isAcknowledged]) => ({
      ...infoOf(message, worker),
      time_start: sinceMs / 1000,
      acknowledged: isAcknowledged,
      worker_pid: process.pid,
    })),
  reserved: (worker) => worker.deliveries.waiting.map((message) => infoOf(message, worker)),
  scheduled: (worker) =>
    worker.deliveries.parked.map((message) => ({
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
    const active = worker.deliveries.running.map(([message]) => message)
    return Object.fromEntries([...found('reserved', worker.deliveries.waiting), ...found('active', active)])
  },
  registered: (worker, { taskinfoitems }) => {
    const wanted = textsOf(taskinfoitems)
    const attributes = wanted.length > 0 ? wanted : ['exchange', 'routing_key', 'rate_limit']
    return [...worker.app.tasks.values()].map((task) => describe(task, attributes, worker)).sort()
  },
  revoked: (worker) => [...worker.deliveries.revoked.keys()],
  active_queues: ({ consumed }) => consumed.map(queueInfo),
  // Both are done after the answer, as in Celery.
  add_consumer: (worker, args) => {
    const queue = queueOf(worker.app, args)
    worker.addConsumer(queue)
    return { ok: `add consumer ${queue.name}` }
  },
  cancel_consumer: (worker, { queue }) => {
    worker.cancelConsumer(nameOf(queue))
    return { ok: `no longer consuming from ${queue}` }
  },
  stats: (worker) => worker.stats(),
  memsample: () => inBytes(process.memoryUsage.rss()),
  rate_limit: (worker, { task_name, rate_limit = null }) => {
    const rate = typeof rate_limit === 'number' ? rate_limit : rate_limit === null ? null : String(rate_limit)
    const task = knownTask(worker, task_name)
    if (!task) return { error: 'unknown task' }
    try {
      worker.limits.setRate(task.name, rate)
    } catch (error) {
      return { error: `Invalid rate limit string: ${(error as Error).message}` }
    }
    return { ok: rate ? 'new rate limit set successfully' : 'rate limit disabled successfully' }
  },
  time_limit: (worker, { task_name, hard = null, soft = null }) => {
    const task = knownTask(worker, task_name)
    if (!task) return { error: 'unknown task' }
    worker.limits.setTimes(task.name, [secondsOf('hard', hard), secondsOf('soft', soft)])
    return { ok: 'time limits set successfully' }
  },
  pool_grow: (worker, { n = 1 }) => {
    worker.deliveries.resize(worker.deliveries.concurrency + countOf(n))
    return { ok: 'pool will grow' }
  },
  // What runs goes on: it is only that nothing begins in its place.
  pool_shrink: (worker, { n = 1 }) => {
    const { concurrency } = worker.deliveries
    const left = concurrency - countOf(n)
    if (left < 1)
      throw new RangeError(`Can't shrink pool by ${n}: it runs ${concurrency} at once, and keeps 1`)
    worker.deliveries.resize(left)
    return { ok: 'pool will shrink' }
  },
  // Both in the words of Celery's workers where that is not switched on.
  pool_restart: () => ({ error: "ValueError('Pool restarts not enabled')" }),
  autoscale: () => ({ error: "ValueError('Autoscale not enabled')" }),
  enable_events: (worker) => {
    const wereOn = worker.events.isOn
    worker.events.isOn = true
    return { ok: `task events ${wereOn ? 'already ' : ''}enabled` }
  },
  disable_events: (worker) => {
    const wereOn = worker.events.isOn
    worker.events.isOn = false
    return { ok: `task events ${wereOn ? '' : 'already '}disabled` }
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

/** As the settings declare it, else as it is told here (consumer.py, `add_task_queue`). */
function queueOf({ conf }: App, { queue, exchange, exchange_type, routing_key }: JsonObject): DeclaredQueue {
  const name = nameOf(queue)
  const declared = declaredBy(conf)(name)
  if (consumedBy(conf).includes(name)) return declared
  const exchangeType = isTrue(exchange_type) ? exchange_type : 'direct'
  if (exchangeType !== 'direct' && exchangeType !== 'topic' && exchangeType !== 'fanout')
    throw new TypeError(`an exchange is direct, topic or fanout; got ${printValue(exchange_type)}`)
  return {
    ...declared,
    exchangeType,
    ...(isTrue(exchange) && { exchange: nameOf(exchange) }),
    ...(isTrue(routing_key) && { routingKey: nameOf(routing_key) }),
  }
}

function nameOf(value: Json | undefined): string {
  if (typeof value === 'string' && value !== '') return value
  throw new TypeError(`a name is a text; got ${printValue(value)}`)
}

const knownTask = ({ app }: Commanded, name: Json | undefined): RegisteredTask | undefined => {
  const task = typeof name === 'string' ? taskNamed(app, name) : undefined
  return task?.fn ? task : undefined
}

/** `add [rate_limit=5/m]` */
function describe(task: RegisteredTask, attributes: readonly string[], { limits }: Commanded): string {
  const own = Object.fromEntries(
    Object.entries({ ...task.options, rateLimit: limits.rateOf(task) }).map(([name, value]) => [
      celeryName(name),
      value,
    ]),
  )
  const told = attributes
    .filter((name) => own[name] !== undefined && own[name] !== null && typeof own[name] !== 'function')
    .map((name) => `${name}=${typeof own[name] === 'string' ? own[name] : printValue(own[name])}`)
  return told.length === 0 ? task.name : `${task.name} [${told.join(' ')}]`
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
      exchange: properties.exchange ?? '',
      routing_key: properties.routing_key,
      priority: properties.priority,
      redelivered: false,
    },
    worker_pid: null,
  }
}

/** Python's truth: Flower says `1`. */
const isTrue = (value: Json | undefined): boolean =>
  Array.isArray(value) ? value.length > 0 : isObject(value) ? Object.keys(value).length > 0 : Boolean(value)

const textsOf = (value: Json | undefined): readonly string[] =>
  [value].flat().filter((each) => typeof each === 'string')

/** Stamps, or a command line's `name=value`. */
function stampsOf(headers: Json | undefined): JsonObject {
  if (isObject(headers)) return headers
  if (Array.isArray(headers)) return Object.fromEntries(headers.map((each) => String(each).split('=', 2)))
  throw new TypeError(
    `headers are stamps by their names, or a list of name=value; got ${printValue(headers)}`,
  )
}

function secondsOf(which: string, value: Json): number | null {
  if (value === null || (typeof value === 'number' && value >= 0)) return value
  throw new TypeError(`the ${which} limit is a number of seconds, or None; got ${printValue(value)}`)
}

function countOf(n: Json): number {
  if (typeof n === 'number' && Number.isInteger(n) && n > 0) return n
  throw new TypeError(`n is how many tasks more or fewer run at once, 1 or more; got ${printValue(n)}`)
}

/** `56.5MB` (utils/debug.py, `humanbytes`) */
function inBytes(count: number): string {
  const [size, unit] = UNITS.find(([least]) => count >= least)!
  return `${Number((count / size).toPrecision(5))}${unit}`
}

const UNITS = [
  [2 ** 40, 'TB'],
  [2 ** 30, 'GB'],
  [2 ** 20, 'MB'],
  [2 ** 10, 'KB'],
  [1, 'b'],
] as const

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
