import type { Transport } from '../broker/transport.ts'
import { type Message, queueOf } from '../protocol/message.ts'
import { reprsOf } from '../protocol/wire.ts'
import { eventOf } from './taskEvents.ts'

/**
 * Tells whoever watches of messages that were sent (`task-sent`), as Celery's clients and workers do with
 * `task_send_sent_event`; several in one. Done once the broker has it; who cannot be told is not told.
 */
export const tellOfSent = (transport: Transport, hostname: string) => {
  let clock = 0
  return async (messages: readonly Message[]): Promise<void> => {
    const events = messages.map((message) => {
      const { headers, properties } = message
      const { argsrepr, kwargsrepr } = reprsOf(message)
      return eventOf('task-sent', hostname, ++clock, {
        uuid: headers.id,
        root_id: headers.root_id,
        parent_id: headers.parent_id,
        name: headers.task,
        args: argsrepr,
        kwargs: kwargsrepr,
        retries: headers.retries,
        eta: headers.eta,
        expires: headers.expires,
        queue: queueOf(message),
        exchange: properties.exchange ?? '',
        routing_key: properties.routing_key,
      })
    })
    for (let from = 0; from < events.length; from += MOST_TOGETHER) {
      const some = events.slice(from, from + MOST_TOGETHER)
      await transport.sendEvents(some.length === 1 ? 'task.sent' : 'task.multi', some)()
    }
  }
}

const MOST_TOGETHER = 100
