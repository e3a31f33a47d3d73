import type { Canvas } from '../../src/canvas/canvas.ts'
import { partsOf } from '../../src/canvas/walk.ts'
import type { Message } from '../../src/protocol/message.ts'
import type { By, Cause, TraceEvent } from '../../src/runtime/trace.ts'
import { type Film, labelIn } from '../../src/ui/film.ts'
import { legend, type Sign } from '../../src/ui/legend.ts'
import { messageFor } from './messages.ts'
import type { Run } from './runState.ts'

/** Something that went along an edge of the graph: from a task to what follows it. */
export interface Edge {
  /** The event with which it went. */
  readonly event: number
  readonly sign: Sign
  /** Who gives it and who gets it, as they are called on the screen. */
  readonly from: string
  readonly to: string
  /** The tasks at its ends, as far as there are any. */
  readonly tasks: readonly string[]
  readonly value: unknown
  /** False where it gets lost: what follows is immutable and takes nothing. */
  readonly isTaken: boolean
}

const known = new WeakMap<Film, readonly Edge[]>()

/** Every edge along which something went, in the order of the trace. */
export const edgesOf = (film: Film, run: Run): readonly Edge[] => {
  const found = known.get(film) ?? film.trace.flatMap((_, event) => edgeAt(film, run, event) ?? [])
  known.set(film, found)
  return found
}

/** The edge that was gone along last before so many events had happened, if it is not long ago. */
export const edgeBefore = (film: Film, run: Run, count: number): Edge | undefined => {
  for (let event = count - 1; event >= Math.max(0, count - LONG_AGO); event--) {
    const edge = edgeAt(film, run, event)
    if (edge !== undefined) return edge
  }
  return undefined
}

/** In events. A frame looks no further back than this. */
const LONG_AGO = 1000

/** What went along an edge with this event, if anything did. */
const edgeAt = (film: Film, run: Run, event: number): Edge | undefined => {
  const happened = film.trace[event]!
  switch (happened.type) {
    case 'task-sent':
      return sentEdge(film, run, happened, event)
    case 'chord-part':
      return {
        event,
        sign: legend.edge,
        from: labelIn(film, happened.taskId),
        to: `chord ${happened.count}/${happened.size}`,
        tasks: [happened.taskId],
        value: givenBy(film, happened.taskId),
        isTaken: true,
      }
    case 'errback-called':
      return {
        event,
        sign: legend.linkError,
        from: labelIn(film, happened.taskId),
        to: happened.errback,
        tasks: [happened.taskId],
        value: happened.exception,
        isTaken: true,
      }
    default:
      return undefined
  }
}

const sentEdge = (film: Film, run: Run, sent: Sent, event: number): Edge | undefined => {
  const { taskId, parentId, cause, args, kwargs, by } = sent
  const to = { event, to: labelIn(film, taskId), sign: signs[cause] }
  const ends = (from: string | null) => ({
    from: from === null ? 'client' : labelIn(film, from),
    tasks: from === null ? [taskId] : [from, taskId],
  })
  switch (cause) {
    case 'redelivery':
    case 'retry':
    case 'chord-unlock':
      return undefined
    case 'chain':
    case 'link': {
      const isTaken = !isImmutable(run, sent, event)
      const value = isTaken ? args[0] : parentId === null ? undefined : givenBy(film, parentId)
      return { ...to, ...ends(parentId), value, isTaken }
    }
    case 'chord': {
      const isTaken = !isImmutable(run, sent, event)
      return { ...to, ...ends(parentId), from: 'chord', value: isTaken ? args[0] : undefined, isTaken }
    }
    case 'apply':
    case 'replace':
    case 'link-error': {
      const value = Object.keys(kwargs).length === 0 ? args : [...args, kwargs]
      return { ...to, ...ends(cause === 'link-error' ? parentId : senderOf(by)), value, isTaken: true }
    }
  }
}

type Sent = TraceEvent & { readonly type: 'task-sent' }

const signs: Readonly<Record<Cause, Sign>> = {
  apply: legend.edge,
  chain: legend.edge,
  link: legend.link,
  'link-error': legend.linkError,
  chord: legend.edge,
  'chord-unlock': legend.edge,
  retry: legend.edge,
  replace: legend.edge,
  redelivery: legend.edge,
}

const senderOf = (by: By): string | null => (by.type === 'client' ? null : by.taskId)

/** What a task gave that ended well. */
const givenBy = (film: Film, taskId: string): unknown =>
  film.tasks.get(taskId)?.changes.find(({ state }) => state === 'SUCCESS')?.value

/** Does what is sent take nothing of what went before it? The message of that knows. */
const isImmutable = (run: Run, { cause, taskId, parentId, by }: Sent, event: number): boolean => {
  const before = cause === 'chord' ? senderOf(by) : parentId
  const message = before === null ? undefined : messageFor(run, before, event)?.message
  const canvas = message && followerIn(message, cause, taskId, run, event)
  return canvas !== undefined && firstOf(canvas).immutable
}

const followerIn = (
  { body: [, , { chain, chord, callbacks }] }: Message,
  cause: Cause,
  taskId: string,
  { ran: { trace } }: Run,
  event: number,
): Canvas | undefined => {
  if (cause === 'chord') return chord ?? undefined
  if (cause === 'chain') return chain?.next
  const task = (trace[event] as Sent).task
  return (
    callbacks?.find((one) => one.options.task_id === taskId) ??
    callbacks?.find((one) => firstOf(one).task === task)
  )
}

/** The task of a canvas that is given its arguments. */
const firstOf = (canvas: Canvas): Canvas => {
  const parts = partsOf(canvas)
  const first =
    parts.type === 'chain'
      ? parts.steps[0]
      : parts.type === 'group'
        ? parts.members[0]
        : parts.type === 'chord'
          ? parts.header[0]
          : undefined
  return first === undefined ? canvas : firstOf(first)
}
