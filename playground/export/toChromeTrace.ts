import type { Recording } from '../../src/runtime/recording.ts'
import { film, labelIn } from '../../src/ui/film.ts'

/** A run in the format of Chrome's trace viewer, which Perfetto opens: workers are processes, and their processes threads. */
export const toChromeTrace = (recording: Recording): string => {
  const run = film(recording)
  const us = (atMs: number) => Math.round(atMs * 1000)
  const endOf = (toMs: number) => us(Number.isFinite(toMs) ? toMs : run.endMs)
  const client = 0
  const names = [
    { ph: 'M', name: 'process_name', pid: client, tid: 0, args: { name: 'client' } },
    ...run.processes.flatMap(({ worker, process }) => [
      ...(process === 1
        ? [{ ph: 'M', name: 'process_name', pid: worker, tid: 0, args: { name: `worker ${worker}` } }]
        : []),
      { ph: 'M', name: 'thread_name', pid: worker, tid: process, args: { name: `process ${process}` } },
    ]),
  ]
  const runs = run.processes.flatMap(({ worker, process, runs: each }) =>
    each.map(({ taskId, label, fromMs, toMs, end }) => ({
      ph: 'X',
      name: label,
      cat: 'task',
      pid: worker,
      tid: process,
      ts: us(fromMs),
      dur: endOf(toMs) - us(fromMs),
      args: { id: taskId, state: end ?? 'STARTED' },
    })),
  )
  const gets = run.gets.map(({ id, fromMs, toMs, error }) => ({
    ph: 'X',
    name: `get ${labelIn(run, id)}`,
    cat: 'client',
    pid: client,
    tid: 0,
    ts: us(fromMs),
    dur: endOf(toMs) - us(fromMs),
    args: { id, ...(error === undefined ? {} : { error: error.message }) },
  }))
  const started = new Map<
    string,
    { readonly worker: number; readonly process: number; readonly atMs: number }
  >()
  for (const event of run.trace)
    if (event.type === 'task-started' && !started.has(event.taskId)) started.set(event.taskId, event)
  // From where a message was published to where it is run first.
  const flows = run.trace.flatMap((event, index) => {
    if (event.type !== 'task-sent') return []
    const to = started.get(event.taskId)
    if (to === undefined) return []
    const { by } = event
    const from = by.type === 'client' ? { pid: client, tid: 0 } : { pid: by.worker, tid: by.process }
    const flow = { name: event.cause, cat: 'message', id: index }
    return [
      { ph: 's', ...flow, ...from, ts: us(event.atMs) },
      { ph: 'f', bp: 'e', ...flow, pid: to.worker, tid: to.process, ts: us(to.atMs) },
    ]
  })
  const stored = run.stored.map(({ taskId, state, atMs }) => ({
    ph: 'i',
    s: 'g',
    name: `${labelIn(run, taskId)} ${state}`,
    cat: 'backend',
    pid: client,
    tid: 0,
    ts: us(atMs),
  }))
  const traceEvents = [...names, ...runs, ...gets, ...flows, ...stored]
  return `${JSON.stringify({ displayTimeUnit: 'ms', traceEvents })}\n`
}
