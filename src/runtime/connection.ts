import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { orThrow } from '../broker/brokerError.ts'
import { openResults } from '../broker/openResults.ts'
import { openTransport, transportOptions } from '../broker/openTransport.ts'
import type { Patience } from '../broker/patience.ts'
import type { Results } from '../broker/results.ts'
import type { Transport } from '../broker/transport.ts'
import type { App } from '../canvas/celery.ts'
import type { Context } from '../interpreter/context.ts'
import type { Message } from '../protocol/message.ts'
import { contextOf } from './contextOf.ts'
import { ResultWatch } from './resultWatch.ts'
import type { Scribe } from './scribe.ts'
import { tellOfSent } from './sentEvents.ts'

/** An app's broker and backend, connected, and what the interpreter needs to send through them. */
export interface Connection {
  readonly transport: Transport
  readonly results: Results
  readonly watch: ResultWatch
  readonly context: Context
  /** Who writes down what is done through it, if somebody does. */
  readonly scribe?: Scribe
  /** Names this client; results of an rpc backend and replies come to a queue of this name. */
  readonly oid: string
  /** Tells whoever watches of what was sent, if the app does that. */
  readonly tellOfSent: ((messages: readonly Message[]) => Promise<void>) | null
  close(): Promise<void>
}

/** How connections are opened; a test puts something between. */
export type Connect = (app: App, patience: Patience) => Promise<Connection>

/** Opens the broker and backend that the app's URLs name. Rejects with what is wrong with them; servers are reached later. */
export const connect: Connect = async (app, patience) => {
  const { conf } = app
  const oid = randomUUID()
  const watch = new ResultWatch()
  const options = transportOptions(conf, `gen${process.pid}@${hostname()}`)
  const transport = await orThrow(openTransport(app.broker, options, patience))
  const expires = conf.resultExpires === undefined ? 86_400 : conf.resultExpires
  const results = await orThrow(
    openResults(app.backend, {
      expires,
      listener: watch,
      patience,
      oid,
      broker: app.broker,
      globalKeyprefix: options.globalKeyprefix,
    }),
  )
  watch.attach(results)
  return {
    transport,
    results,
    watch,
    oid,
    tellOfSent: conf.taskSendSentEvent ? tellOfSent(transport, options.origin) : null,
    context: contextOf(app, { newId: randomUUID, nowMs: Date.now, replyTo: oid }),
    close: async () => {
      await Promise.all([transport.close(), results.close()])
    },
  }
}
