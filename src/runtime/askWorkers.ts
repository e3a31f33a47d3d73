import { orThrow } from '../broker/brokerError.ts'
import { REPLIES, type Reply, type Transport } from '../broker/transport.ts'
import type { Json, JsonObject } from '../canvas/json.ts'

/** What each worker answered, by its hostname. */
export type Replies = Readonly<Record<string, Json>>

/**
 * Sends a command to the workers' mailboxes, and gathers the answers that come within so many seconds; `onReply` is told
 * of each at once. With a destination it ends as soon as all of that have answered.
 */
export async function askWorkers(
  transport: Transport,
  newId: () => string,
  command: JsonObject,
  timeout: number,
  onReply: (hostname: string, reply: Json) => void = () => {},
): Promise<Replies> {
  const replies: Record<string, Json> = {}
  const ticket = newId()
  // A queue of its own for each question, so that late answers to one are none to another.
  const oid = newId()
  const wanted = command.destination as readonly string[] | null
  let enough = (): void => {}
  const hear = ({ ticket: to, body }: Reply): void => {
    if (to !== ticket || typeof body !== 'object' || body === null || Array.isArray(body)) return
    for (const [hostname, reply] of Object.entries(body)) {
      replies[hostname] = reply
      onReply(hostname, reply)
    }
    if (wanted?.every((hostname) => hostname in replies)) enough()
  }
  const close = await orThrow(transport.openReplies(oid, hear))
  try {
    const answered = new Promise<void>((resolve) => {
      enough = resolve
      setTimeout(resolve, timeout * 1000)
    })
    const replyTo = { exchange: REPLIES, routing_key: oid }
    await orThrow(transport.broadcast({ ...command, ticket, reply_to: replyTo }))
    await answered
    return replies
  } finally {
    await close()
  }
}
