import { messageOf } from '../../src/program/carried.ts'
import type { ProgramRun } from '../../src/program/programRun.ts'
import type { Message } from '../../src/protocol/message.ts'
import { CONTENT, encodeMessage } from '../../src/protocol/wire.ts'
import type { TraceEvent } from '../../src/runtime/trace.ts'
import { WORLD } from '../../src/runtime/world.ts'
import { prefix } from '../../src/ui/search.ts'
import type { Run } from './runState.ts'

/** Where a message stands: its event, and which message of the run it is. */
interface Sent {
  readonly event: number
  readonly nth: number
}

/** The messages of a run, by the tasks they are for. */
const sendsOf = ({ trace }: ProgramRun): ReadonlyMap<string, readonly Sent[]> => {
  const known = sends.get(trace)
  if (known !== undefined) return known
  const found = new Map<string, Sent[]>()
  let nth = 0
  trace.forEach((one, event) => {
    if (one.type !== 'task-sent') return
    const sent = { event, nth: nth++ }
    const before = found.get(one.taskId)
    if (before === undefined) found.set(one.taskId, [sent])
    else before.push(sent)
  })
  sends.set(trace, found)
  return found
}

const sends = new WeakMap<ProgramRun['trace'], ReadonlyMap<string, readonly Sent[]>>()

/** The last message sent for a task up to an event; undefined where none was, or none was kept. */
export const messageFor = (
  { ran, world }: Pick<Run, 'ran' | 'world'>,
  taskId: string,
  event: number,
): (SentMessage & { readonly message: Message }) | undefined => {
  const all = sendsOf(ran).get(taskId) ?? []
  const sent = all[prefix(all, (one) => one.event <= event) - 1]
  if (sent === undefined) return undefined
  const told = ran.trace[sent.event] as SentEvent
  const carried = ran.messages[sent.nth]
  if (carried === undefined) return undefined
  const startsAtMs = (world.startsAt ?? WORLD.startsAt).getTime()
  return { sent: told, sentAtMs: startsAtMs + told.atMs, message: messageOf(told, carried, startsAtMs) }
}

type SentEvent = TraceEvent & { readonly type: 'task-sent' }

/** A message, and the event that tells of it. */
interface SentMessage {
  readonly sent: SentEvent
  /** In milliseconds since the epoch. */
  readonly sentAtMs: number
}

/** The message as a broker carries it, in lines of JSON; its body, which is a text of JSON, taken apart. */
export const wireLines = ({
  message,
  sentAtMs,
}: {
  readonly message: Message
  readonly sentAtMs: number
}): readonly string[] => {
  const { headers, properties, body } = encodeMessage(message, 'playground', sentAtMs)
  const whole = {
    'content-type': CONTENT.type,
    'content-encoding': CONTENT.encoding,
    properties,
    headers,
    body: JSON.parse(body) as unknown,
  }
  return JSON.stringify(whole, null, 2).split('\n')
}
