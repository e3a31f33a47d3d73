import type { Message } from '../protocol/message.ts'
import type { At, TraceEvent, What } from './trace.ts'

/** What a message does not say of its sending. */
type Told = Pick<Extract<What, { type: 'task-sent' }>, 'queue' | 'etaMs' | 'cause' | 'by'> & At

/** The event of a message that is sent. */
export function taskSent({ headers, body }: Message, { queue, etaMs, cause, by, atMs }: Told): TraceEvent {
  const sent: TraceEvent = {
    type: 'task-sent',
    taskId: headers.id,
    task: headers.task,
    args: body[0],
    kwargs: body[1],
    queue,
    retries: headers.retries,
    etaMs,
    rootId: headers.root_id,
    parentId: headers.parent_id,
    groupId: headers.group,
    groupIndex: headers.group_index,
    chordId: body[2].chord ? headers.group : null,
    cause,
    by,
    atMs,
  }
  return headers.stamped_headers?.length ? { ...sent, stamps: headers.stamps } : sent
}
