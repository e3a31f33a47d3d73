import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { orThrow } from '../broker/brokerError.ts'
import type { Transport } from '../broker/transport.ts'
import type { Canvas } from '../canvas/canvas.ts'
import type { App, Celery } from '../canvas/celery.ts'
import type { Handle } from '../canvas/handle.ts'
import type { Call, Follower, GetOptions } from '../canvas/runtime.ts'
import { chanceFrom } from './chance.ts'
import { type Connect, connect } from './connection.ts'
import { handlesIn } from './handlesIn.ts'
import { draw, LATENCY, runDuration } from './latency.ts'
import { LiveClient } from './liveClient.ts'
import { LiveTrace } from './liveTrace.ts'
import { LiveWorker } from './liveWorker.ts'
import type { Recording } from './recording.ts'
import { running } from './taskCode.ts'
import { WORLD, type World } from './world.ts'

/** Where a program is played for real. */
export interface Servers {
  readonly broker: string
  readonly backend: string
}

/** A program that was played: what happened, what it returned by name, and what it threw. */
export type PlayedLive<Returned> = Recording & {
  readonly returned: Partial<Returned>
  readonly error: Error | null
}

/**
 * Plays a program as `simulate` does, on a real broker and backend: the workers of its world run in this process, their
 * tasks take the time that its world says, and everything else takes what it takes. Its queues are its own and are gone
 * afterwards; its results expire in ten minutes. A `get()` of which nothing can come any more is ended. Rejects when a
 * server cannot be used.
 */
export async function playLive<Returned extends { readonly [name: string]: unknown }>(
  app: App & Pick<Celery, 'connectTo'>,
  world: World,
  program: () => Promise<Returned>,
  servers: Servers,
): Promise<PlayedLive<Returned>> {
  const id = randomUUID().slice(0, 8)
  const prefix = `celeriac-${id}.`
  const log = new LiveTrace((queue) => withoutPrefix(queue, prefix))
  const real = realApp(app, servers)
  const chance = chanceFrom(world.seed ?? WORLD.seed)
  const latency = { ...LATENCY, ...world.latency }
  const lingerMs = (task: string): number =>
    task.startsWith('celery.') ? 0 : draw(runDuration(latency, task), chance)
  const queues = new Set<string>()
  const open =
    (worker: number | null): Connect =>
    async (of, patience) => {
      const connection = await connect(of, patience)
      return {
        ...connection,
        scribe: log.scribe(worker),
        transport: ownQueues(connection.transport, prefix, queues),
      }
    }
  const settings = workersOf(world)
  const workers = settings.map(({ queues: own, ...each }, index) => {
    const name = `celeriac-${id}-${index + 1}@${hostname()}`
    return new LiveWorker(
      real,
      { ...each, ...(own && { queues: own }), hostname: name, log: () => {}, heartbeat: false },
      open(index + 1),
      undefined,
      lingerMs,
    )
  })
  const consumed = new Set(workers.flatMap((worker) => worker.queues))
  const client = new PlayedClient(real, open(null), log)
  const isQuiet = (): boolean => {
    const sent = [...log.sent].reduce(
      (sum, [queue, count]) => sum + (consumed.has(withoutPrefix(queue, prefix)) ? count : 0),
      0,
    )
    const done = workers.reduce(
      (sum, { counts }) => sum + counts.processed + counts.rejected + counts.revoked,
      0,
    )
    return done >= sent
  }
  let returned: Partial<Returned> = {}
  let error: Error | null = null
  try {
    const { transport } = await client.connection()
    await orThrow(transport.ping())
    await Promise.all(workers.map((worker) => worker.start()))
    log.begin()
    app.connectTo(client)
    let isOver = false
    const playing = program().then(
      (value) => {
        returned = value
        isOver = true
      },
      (thrown) => {
        error = thrown instanceof Error ? thrown : new Error(String(thrown))
        isOver = true
      },
    )
    await untilQuiet(() => isQuiet() && (isOver || client.isWaiting), {
      isOver: () => isOver,
      giveUp: () => void client.giveUp(),
    })
    if (isOver) await playing
    else error = new Error(`The program did not come to an end in ${MOST_MS / 1000} s.`)
  } finally {
    await Promise.all(workers.map((worker) => worker.stop({ force: true })))
    if (queues.size > 0) await (await client.connection()).transport.deleteQueues([...queues])()
    await client.close()
  }
  return {
    trace: log.trace,
    handles: handlesIn(returned),
    workers: workers.length,
    concurrency: Math.max(0, ...workers.map(({ concurrency }) => concurrency)),
    returned,
    error,
  }
}

/** The app's tasks and settings, with the servers as broker and backend. */
const realApp = (app: App, { broker, backend }: Servers): App => ({
  name: app.name,
  tasks: app.tasks,
  broker,
  backend,
  conf: { ...app.conf, broker, backend, resultExpires: 600 },
  get runtime() {
    return app.runtime
  },
})

const workersOf = ({ workers, concurrency, autoscale, prefetchMultiplier }: World) => {
  const one = {
    // These do not grow: they have the most from the beginning.
    concurrency: autoscale ? Math.max(...autoscale) : (concurrency ?? WORLD.concurrency),
    prefetchMultiplier: prefetchMultiplier ?? WORLD.prefetchMultiplier,
  }
  const listed = workers ?? WORLD.workers
  return typeof listed === 'number'
    ? Array.from({ length: listed }, (): typeof one & { queues?: readonly string[] } => one)
    : listed.map((each) => ({ ...one, ...each }))
}

/** The client of the program: what it waits for is written down, and it does not wait for what will never come. */
class PlayedClient extends LiveClient {
  readonly #log: LiveTrace
  #waiting = 0

  constructor(app: App, open: Connect, log: LiveTrace) {
    super(app, open)
    this.#log = log
  }

  /** Whether the program waits in `get()`. */
  get isWaiting(): boolean {
    return this.#waiting > 0
  }

  /** Nothing is under way any more: what is waited for will never come. */
  async giveUp(): Promise<void> {
    const { watch } = await this.connection()
    // What is there already may not have been told yet.
    await watch.look()
    watch.waiters.giveUp(() => NOTHING_LEFT)
  }

  override async send(canvas: Canvas, call: Call): Promise<Handle | null> {
    const sending = super.send(canvas, call)
    // The worker waits for what its task sends, even if the task does not.
    running.getStore()?.pending?.push(sending.catch(() => {}))
    return sending
  }

  override async get(handle: Handle, options: GetOptions, follower?: Follower): Promise<unknown> {
    if (running.getStore()) return super.get(handle, options, follower)
    const { id } = handle
    this.#log.record({ type: 'get-waiting', id })
    this.#waiting++
    try {
      const value = await super.get(handle, options, follower)
      this.#log.record({ type: 'get-returned', id, value })
      return value
    } catch (error) {
      const { name: type, message } = error as Error
      this.#log.record({ type: 'get-raised', id, error: { type, message } })
      throw error
    } finally {
      this.#waiting--
    }
  }
}

/** The transport with queues of this run's own. A message that is sent again keeps its queue. */
const ownQueues = (transport: Transport, prefix: string, used: Set<string>): Transport => {
  const own = (queue: string): string => {
    const name = queue.startsWith(prefix) ? queue : `${prefix}${queue}`
    used.add(name)
    return name
  }
  return {
    publish: (messages) =>
      transport.publish(
        messages.map((message) => ({
          ...message,
          properties: { ...message.properties, routing_key: own(message.properties.routing_key) },
        })),
      ),
    consume: (queues, receiver) => transport.consume(queues.map(own), receiver),
    ping: () => transport.ping(),
    broadcast: (command) => transport.broadcast(command),
    openMailbox: (name, onCommand) => transport.openMailbox(name, onCommand),
    reply: (to, reply) => transport.reply(to, reply),
    openReplies: (oid, onReply) => transport.openReplies(oid, onReply),
    sendEvents: (routingKey, events) => transport.sendEvents(routingKey, events),
    openEvents: (onEvents) => transport.openEvents(onEvents),
    deleteQueues: (queues) => transport.deleteQueues(queues),
    close: () => transport.close(),
  }
}

const withoutPrefix = (queue: string, prefix: string): string =>
  queue.startsWith(prefix) ? queue.slice(prefix.length) : queue

/** Waits until nothing is under way and the program has ended; what it waits for in vain is ended meanwhile. */
const untilQuiet = async (
  isQuiet: () => boolean,
  { isOver, giveUp }: { readonly isOver: () => boolean; readonly giveUp: () => void },
): Promise<void> => {
  const untilMs = performance.now() + MOST_MS
  let looks = 0
  while (performance.now() < untilMs) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    looks = isQuiet() ? looks + 1 : 0
    if (looks < LOOKS) continue
    if (isOver()) return
    giveUp()
    looks = 0
  }
}

/** Quiet is what was seen quiet several times: a result may be on its way. */
const LOOK_MS = 50
const LOOKS = 8

/** The longest a program is played, in real milliseconds. */
const MOST_MS = 120_000

const NOTHING_LEFT =
  'nothing is under way any more that could give it; Celery, which does not look for that, waits here for ever'
