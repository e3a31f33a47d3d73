import { hostname } from 'node:os'
import * as E from 'fp-ts/lib/Either.js'
import { brokerSentence } from '../../src/broker/brokerError.ts'
import { openTransport, transportOptions } from '../../src/broker/openTransport.ts'
import type { Close, Transport } from '../../src/broker/transport.ts'
import { withoutPassword } from '../../src/broker/withoutPassword.ts'
import { decodeEvent } from '../../src/protocol/decodeEvent.ts'
import { commandOf } from '../../src/runtime/control.ts'
import { EventLog } from '../../src/runtime/eventLog.ts'
import { decideMode, tellChalk } from '../../src/ui/terminal/mode.ts'
import { eventText } from './eventText.ts'
import { silence } from './silence.ts'

/** The options of `watch`. */
export interface WatchOptions {
  readonly broker: string
  readonly enableEvents?: boolean
  readonly json?: boolean
  readonly plain?: boolean
  /** How many events of tasks are kept. */
  readonly events: number
}

/** `celeriac watch`: shows what happens in a real cluster, as its events tell it. Gives the exit code. */
export const watchCommand = async (options: WatchOptions): Promise<number> => {
  const { stdin, stdout, stderr, env, argv, platform } = process
  const refuse = (says: string): number => {
    stderr.write(`${says}\n`)
    return 1
  }
  const cluster = await openCluster(options.broker)
  if (typeof cluster === 'string') return refuse(cluster)
  try {
    if (options.enableEvents) await cluster.enableEvents()
    const mode = decideMode({ env, argv, stdin, stdout, platform })
    if (options.json) return await print(cluster, (event) => JSON.stringify(event))
    if (mode.type !== 'full') return await printPlain(cluster)
    tellChalk(mode, env)
    const { showWatch } = await import('./onScreen.ts')
    return await showWatch(cluster, withoutPassword(options.broker), options.events, mode)
  } finally {
    await cluster.close()
  }
}

/** A broker whose events are listened to. */
export interface Cluster {
  /** Calls back with events as they came; before somebody listens they are kept. */
  listen(onEvents: (events: readonly unknown[]) => void): void
  enableEvents(): Promise<void>
  close(): Promise<void>
}

/** Begins to listen; a sentence where that cannot be. */
const openCluster = async (broker: string): Promise<Cluster | string> => {
  const options = transportOptions({}, `gen${process.pid}@${hostname()}`)
  const probe = await openTransport(broker, options, 'client')()
  if (E.isLeft(probe)) return brokerSentence(probe.left)
  const answered = await probe.right.ping()()
  await probe.right.close()
  if (E.isLeft(answered)) return brokerSentence(answered.left)
  const opened = await openTransport(broker, options, 'worker')()
  if (E.isLeft(opened)) return brokerSentence(opened.left)
  return listening(opened.right)
}

const listening = async (transport: Transport): Promise<Cluster | string> => {
  const early: unknown[] = []
  let tell = (events: readonly unknown[]): void => void early.push(...events.slice(0, 1_000))
  const listened: E.Either<Parameters<typeof brokerSentence>[0], Close> = await transport.openEvents(
    (events) => tell(events),
  )()
  if (E.isLeft(listened)) {
    await transport.close()
    return brokerSentence(listened.left)
  }
  // Workers are asked to show themselves, as Celery's watchers do.
  const ask = (method: string) => transport.broadcast(commandOf(method, {}))()
  await ask('heartbeat')
  return {
    listen: (onEvents) => {
      tell = onEvents
      if (early.length > 0) onEvents(early.splice(0))
    },
    enableEvents: async () => void (await ask('enable_events')),
    close: async () => {
      await listened.right()
      await transport.close()
    },
  }
}

/** A line for each event, until the program is told to stop. */
const print = (cluster: Cluster, line: (event: unknown) => string | null): Promise<number> =>
  new Promise((resolve) => {
    const end = () => resolve(0)
    process.once('SIGINT', end)
    process.once('SIGTERM', end)
    cluster.listen((events) => {
      for (const event of events) {
        const text = line(event)
        if (text !== null) process.stdout.write(`${text}\n`)
      }
    })
  })

/** What workers say of themselves is told once; that no task is heard of is said after a while. */
const printPlain = async (cluster: Cluster): Promise<number> => {
  const log = new EventLog(0, 1_000)
  const timer = setTimeout(() => {
    const says = silence(log.workers, 'the flag --enable-events asks them')
    if (log.count === 0) process.stderr.write(`${says.join('\n')}\n`)
  }, SILENT_MS)
  const code = await print(cluster, (event) => {
    const decoded = decodeEvent(event)
    if (decoded === null) return null
    const isKnown = log.workers.some(({ hostname }) => hostname === decoded.hostname)
    log.add(decoded, Date.now())
    if ('uuid' in decoded) return eventText(decoded, log.nameOf(decoded.uuid))
    if (decoded.type === 'worker-heartbeat') return isKnown ? null : eventText(decoded, null)
    return eventText(decoded, null)
  })
  clearTimeout(timer)
  return code
}

/** A worker that is asked to show itself does so in this time. */
const SILENT_MS = 4_000
