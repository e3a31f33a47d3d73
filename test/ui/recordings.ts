import type { Canvas, Options, TaskCanvas } from '../../src/canvas/canvas.ts'
import type { Handle } from '../../src/canvas/handle.ts'
import type { Json } from '../../src/canvas/json.ts'
import type { Recording } from '../../src/runtime/recording.ts'
import type { By, Cause, TraceEvent, What } from '../../src/runtime/trace.ts'

/** Recordings made by hand, for tests of what is drawn from them. */

export const task = (id: string, name: string, options: Options = {}): TaskCanvas => ({
  task: name,
  args: [],
  kwargs: {},
  options: { task_id: id, ...options },
  subtask_type: null,
  immutable: false,
})

export const chainOf = (...tasks: readonly Canvas[]): Canvas => ({
  task: 'celery.chain',
  args: [],
  kwargs: { tasks },
  options: {},
  subtask_type: 'chain',
  immutable: false,
})

export const groupOf = (id: string, ...tasks: readonly Canvas[]): Canvas => ({
  task: 'celery.group',
  args: [],
  kwargs: { tasks },
  options: { task_id: id },
  subtask_type: 'group',
  immutable: false,
})

export const chordOf = (id: string, header: readonly Canvas[], body: Canvas): Canvas => ({
  task: 'celery.chord',
  args: [],
  kwargs: { kwargs: {}, header: groupOf(id, ...header) as Canvas & { subtask_type: 'group' }, body },
  options: {},
  subtask_type: 'chord',
  immutable: false,
})

export const held = (id: string, parent: Handle | null = null): Handle => ({ type: 'task', id, parent })

export const heldGroup = (id: string, results: readonly Handle[], parent: Handle | null = null): Handle => ({
  type: 'group',
  id,
  parent,
  results,
})

const client: By = { type: 'client' }

/** Writes a trace, event by event. */
export class TraceBuilder {
  readonly trace: TraceEvent[] = []

  at(atMs: number, ...whats: readonly What[]): this {
    this.trace.push(...whats.map((what) => ({ atMs, ...what })))
    return this
  }

  applied(atMs: number, canvas: Canvas, handle: Handle | null): this {
    return this.at(atMs, { type: 'canvas-applied', canvas, handle, by: client })
  }

  sent(
    atMs: number,
    taskId: string,
    name: string,
    more: { cause?: Cause; by?: By; etaMs?: number; queue?: string } = {},
  ): this {
    return this.at(atMs, {
      type: 'task-sent',
      taskId,
      task: name,
      args: [],
      kwargs: {},
      queue: more.queue ?? 'celery',
      retries: 0,
      etaMs: more.etaMs ?? null,
      rootId: taskId,
      parentId: null,
      groupId: null,
      groupIndex: null,
      chordId: null,
      cause: more.cause ?? 'apply',
      by: more.by ?? client,
    })
  }

  started(atMs: number, taskId: string, worker = 1, process = 1): this {
    return this.at(
      atMs,
      { type: 'task-received', taskId, worker },
      { type: 'task-started', taskId, worker, process },
    )
  }

  succeeded(atMs: number, taskId: string, result: Json): this {
    return this.at(
      atMs,
      { type: 'result-stored', taskId, state: 'SUCCESS', result, children: [] },
      { type: 'task-succeeded', taskId, result, runtimeMs: 0 },
    )
  }

  failed(atMs: number, taskId: string, message: string): this {
    const exception = { exc_type: 'ValueError', exc_message: [message], exc_module: 'builtins' }
    return this.at(
      atMs,
      { type: 'result-stored', taskId, state: 'FAILURE', result: exception, children: [] },
      { type: 'task-failed', taskId, exception, runtimeMs: 0 },
    )
  }

  recording(handles: Readonly<Record<string, Handle>> = {}, workers = 2, concurrency = 1): Recording {
    return { trace: this.trace, handles, workers, concurrency }
  }
}

const by = (taskId: string, worker = 1): By => ({ type: 'worker', worker, process: 1, taskId })

/** `chain(sendSms, sendWhatsapp)`, and `get()` on its result. */
export const chainRecording = (): Recording => {
  const r = held('b', held('a'))
  return new TraceBuilder()
    .applied(0, chainOf(task('a', 'bank.send_sms'), task('b', 'bank.send_whatsapp')), r)
    .sent(0, 'a', 'bank.send_sms')
    .at(0, { type: 'get-waiting', id: 'b' })
    .started(80, 'a', 1)
    .sent(1900, 'b', 'bank.send_whatsapp', { cause: 'chain', by: by('a') })
    .succeeded(1920, 'a', 'SMS sent')
    .started(1990, 'b', 2)
    .succeeded(4020, 'b', ['SMS sent', 'WhatsApp sent'])
    .at(4050, { type: 'get-returned', id: 'b', value: ['SMS sent', 'WhatsApp sent'] })
    .recording({ r })
}

/** `sendSms` with a link to `sendWhatsapp`. */
export const linkRecording = (): Recording => {
  const r = held('a')
  const linked = task('b', 'bank.send_whatsapp')
  const b = new TraceBuilder()
    .applied(0, task('a', 'bank.send_sms', { link: [linked] }), r)
    .sent(0, 'a', 'bank.send_sms')
    .at(0, { type: 'get-waiting', id: 'a' })
    .started(80, 'a', 1)
    .sent(1900, 'b', 'bank.send_whatsapp', { cause: 'link', by: by('a') })
    .at(
      1920,
      {
        type: 'result-stored',
        taskId: 'a',
        state: 'SUCCESS',
        result: 'SMS sent',
        children: [[['b', null], null]],
      },
      { type: 'task-succeeded', taskId: 'a', result: 'SMS sent', runtimeMs: 1800 },
    )
    .at(1950, { type: 'get-returned', id: 'a', value: 'SMS sent' })
    .started(1990, 'b', 2)
    .succeeded(4020, 'b', 'WhatsApp sent')
  return b.recording({ r })
}

/** A chord of two and two on four workers. */
export const chordRecording = (): Recording => {
  const header = heldGroup('g', [held('a'), held('b')])
  const r = heldGroup('body', [held('c'), held('d')], header)
  const part = (taskId: string, count: number): What => ({
    type: 'chord-part',
    groupId: 'g',
    taskId,
    count,
    size: 2,
  })
  const canvas = chordOf(
    'g',
    [task('a', 'bank.send_sms'), task('b', 'bank.send_whatsapp')],
    groupOf('body', task('c', 'bank.count_sms'), task('d', 'bank.count_whatsapp')),
  )
  return new TraceBuilder()
    .applied(0, canvas, r)
    .sent(0, 'a', 'bank.send_sms')
    .at(0, { type: 'chord-size', groupId: 'g', size: 2 })
    .sent(0, 'b', 'bank.send_whatsapp')
    .at(0, { type: 'get-waiting', id: 'body' })
    .started(80, 'a', 1)
    .started(110, 'b', 2)
    .succeeded(1920, 'a', 'SMS sent')
    .at(1920, part('a', 1))
    .succeeded(2980, 'b', 'WhatsApp sent')
    .at(2980, part('b', 2))
    .sent(2980, 'c', 'bank.count_sms', { cause: 'chord', by: by('b', 2) })
    .sent(2980, 'd', 'bank.count_whatsapp', { cause: 'chord', by: by('b', 2) })
    .started(3050, 'c', 3)
    .started(3060, 'd', 4)
    .succeeded(3500, 'c', 1)
    .succeeded(3600, 'd', 1)
    .at(3620, { type: 'get-returned', id: 'body', value: [1, 1] })
    .recording({ r }, 4)
}

/** One SMS three times, the third parked for five seconds. */
export const thriceRecording = (): Recording => {
  const builder = new TraceBuilder()
  const ids = ['a', 'b', 'c']
  for (const [index, id] of ids.entries())
    builder
      .applied(0, task(id, 'bank.send_sms'), held(id))
      .sent(0, id, 'bank.send_sms', index === 2 ? { etaMs: 5000 } : {})
  return builder
    .started(80, 'a', 1)
    .started(90, 'b', 2)
    .succeeded(1000, 'a', 'SMS sent')
    .succeeded(1100, 'b', 'SMS sent')
    .started(5000, 'c', 1)
    .succeeded(5900, 'c', 'SMS sent')
    .recording(Object.fromEntries(ids.map((id) => [`r${ids.indexOf(id) + 1}`, held(id)])))
}

/** Many tasks on many workers. */
export const manyRecording = (tasks: number, workers = 8): Recording => {
  const builder = new TraceBuilder()
  const ids = Array.from({ length: tasks }, (_, index) => `t${index}`)
  const r = heldGroup(
    'g',
    ids.map((id) => held(id)),
  )
  builder.applied(0, groupOf('g', ...ids.map((id) => task(id, 'bank.send_sms'))), r)
  for (const id of ids) builder.sent(0, id, 'bank.send_sms')
  const events: (readonly [number, () => void])[] = ids.flatMap((id, index) => {
    const from = 10 + Math.floor(index / workers) * 20
    const to = from + 15 + (index % 3)
    return [
      [from, () => builder.started(from, id, (index % workers) + 1)],
      [
        to,
        () =>
          index % 7 === 3 ? builder.failed(to, id, 'no such account') : builder.succeeded(to, id, index),
      ],
    ] as const
  })
  for (const [, add] of events.sort(([left], [right]) => left - right)) add()
  return builder.recording({ r }, workers)
}
