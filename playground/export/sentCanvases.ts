import type { Canvas } from '../../src/canvas/canvas.ts'
import type { ProgramRun } from '../../src/program/programRun.ts'
import type { TraceEvent } from '../../src/runtime/trace.ts'
import { bareCanvas } from './bareCanvas.ts'

/** A canvas that the program sent, or holds without having sent it. */
export interface SentCanvas {
  /** The name of its result in the program, or the canvas' own; `result2` where it has none. */
  readonly name: string
  readonly canvas: Canvas
  /** Seconds it was to wait before it starts. */
  readonly countdown: number | null
  readonly isSent: boolean
}

/** What the program sent, in its order; when it sent nothing, the canvases that it holds. */
export const sentCanvases = ({ trace, handles, canvases }: ProgramRun): readonly SentCanvas[] => {
  const sentTo = new Map(
    trace.flatMap((event) => (event.type === 'task-sent' ? [[event.taskId, event]] : [])).reverse() as [
      string,
      Sent,
    ][],
  )
  const names = new Map(Object.entries(handles).map(([name, { id }]) => [id, name]))
  const sent = trace.flatMap((event): SentCanvas[] => {
    if (event.type !== 'canvas-applied' || event.by.type !== 'client') return []
    const id = event.canvas.options.task_id
    const first = id === undefined ? undefined : sentTo.get(id)
    const waitsMs = first == null || first.etaMs === null ? 0 : first.etaMs - event.atMs
    const name = event.handle === null ? undefined : names.get(event.handle.id)
    return [
      {
        name: name ?? '',
        canvas: bareCanvas(asSent(event.canvas, sentTo)),
        countdown: waitsMs > 0 ? Math.round(waitsMs) / 1000 : null,
        isSent: true,
      },
    ]
  })
  const held = Object.entries(canvases).map(
    ([name, canvas]): SentCanvas => ({ name, canvas: bareCanvas(canvas), countdown: null, isSent: false }),
  )
  return (sent.length > 0 ? sent : held).map((one, index) =>
    one.name === '' ? { ...one, name: index === 0 ? 'result' : `result${index + 1}` } : one,
  )
}

type Sent = TraceEvent & { readonly type: 'task-sent' }

/** What is sent first of a canvas has the arguments of its message: some may have come with the call that sent it. */
const asSent = (canvas: Canvas, sent: ReadonlyMap<string, Sent>): Canvas => {
  const all = (canvases: readonly Canvas[]) => canvases.map((one) => asSent(one, sent))
  switch (canvas.subtask_type) {
    case null: {
      const message = sent.get(canvas.options.task_id ?? '')
      return message === undefined ? canvas : { ...canvas, args: message.args, kwargs: message.kwargs }
    }
    case 'chain': {
      const [first, ...rest] = canvas.kwargs.tasks
      return first === undefined
        ? canvas
        : { ...canvas, kwargs: { ...canvas.kwargs, tasks: [asSent(first, sent), ...rest] } }
    }
    case 'group':
      return { ...canvas, kwargs: { ...canvas.kwargs, tasks: all(canvas.kwargs.tasks) } }
    case 'chord': {
      const { header } = canvas.kwargs
      const filled = 'subtask_type' in header ? (asSent(header, sent) as typeof header) : all(header)
      return { ...canvas, kwargs: { ...canvas.kwargs, header: filled } }
    }
  }
}
