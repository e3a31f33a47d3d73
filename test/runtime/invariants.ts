import type { Canvas } from '../../src/canvas/canvas.ts'
import type { Trace, TraceEvent } from '../../src/runtime/trace.ts'
import { taskNames } from './playing.ts'

/** What must hold in every run, whatever its canvas and its world: each gives what breaks it, or nothing. */
export const INVARIANTS: Readonly<Record<string, (trace: Trace) => readonly string[]>> = {
  'virtual time never goes back': (trace) =>
    trace.flatMap(({ atMs, type }, at) =>
      at > 0 && atMs < trace[at - 1]!.atMs ? [`${type} at ${atMs} after ${trace[at - 1]!.atMs}`] : [],
    ),
  'SUCCESS sticks: nothing is stored after it': (trace) => {
    const done = new Set<string>()
    return trace.flatMap((event) => {
      if (event.type !== 'result-stored') return []
      if (done.has(event.taskId)) return [`${event.state} of ${event.taskId}`]
      if (event.state === 'SUCCESS') done.add(event.taskId)
      return []
    })
  },
  'a part of a chord counts one, or nothing when it was counted before': (trace) => {
    const counts = new Map<string, number>()
    const complete = new Set<string>()
    return trace.flatMap((event) => {
      if (event.type !== 'chord-part') return []
      const { groupId, count, size } = event
      const before = counts.get(groupId) ?? 0
      counts.set(groupId, count)
      // A chord that was complete is forgotten, and a late part begins anew.
      const isNext = count === before || count === before + 1 || (count === 1 && complete.has(groupId))
      if (count === size) complete.add(groupId)
      return isNext ? [] : [`${count} after ${before} of ${groupId}`]
    })
  },
  'what is received was sent, and what is started was received': (trace) => {
    const counts = new Map<string, { sent: number; received: number; started: number }>()
    const wrong: string[] = []
    for (const event of trace) {
      if (event.type !== 'task-sent' && event.type !== 'task-received' && event.type !== 'task-started')
        continue
      const count = counts.get(event.taskId) ?? { sent: 0, received: 0, started: 0 }
      counts.set(event.taskId, count)
      if (event.type === 'task-sent') count.sent++
      else if (event.type === 'task-received' && ++count.received > count.sent)
        wrong.push(`${event.taskId} received`)
      else if (event.type === 'task-started' && ++count.started > count.received)
        wrong.push(`${event.taskId} started`)
    }
    return wrong
  },
  'a process runs one task at a time': (trace) => {
    const busy = new Map<string, string>()
    const wrong: string[] = []
    const free = (isFree: (place: string, id: string) => boolean) => {
      for (const [place, id] of busy) if (isFree(place, id)) busy.delete(place)
    }
    for (const event of trace) {
      if (event.type === 'task-started') {
        const place = `${event.worker}.${event.process}`
        if (busy.has(place)) wrong.push(`${event.taskId} on ${place} beside ${busy.get(place)}`)
        busy.set(place, event.taskId)
      } else if ('taskId' in event && (isEnd(event) || event.type === 'task-sent'))
        // A task that is delivered twice may run in two places: its end counts for both.
        free((_, id) => id === event.taskId)
      else if (event.type === 'worker-offline') free((place) => place.startsWith(`${event.worker}.`))
    }
    return wrong
  },
}

/**
 * Nothing is lost: the last thing that is told of every task that was sent is how it ended. Celery's own tasks
 * acknowledge early, and may be lost with their worker.
 */
export function lostTasks(trace: Trace): readonly string[] {
  const last = new Map<string, TraceEvent>()
  for (const event of trace)
    if ('taskId' in event && (isEnd(event) || /^task-(sent|received|started)$/.test(event.type)))
      last.set(event.taskId, event)
  const names = taskNames(trace)
  return [...last].flatMap(([id, event]) =>
    isEnd(event) || names.get(id)?.startsWith('celery.') ? [] : [`${names.get(id)} ends with ${event.type}`],
  )
}

const ENDS: ReadonlySet<string> = new Set([
  'task-succeeded',
  'task-failed',
  'task-revoked',
  'task-rejected',
  'task-ignored',
])

const isEnd = ({ type }: TraceEvent): boolean => ENDS.has(type)

/**
 * Where the backend counts, the body of a chord is sent at most once for each time its header was sent and complete,
 * and after that: the bodies for which it does not hold. While a worker joins a header, a part that comes again
 * completes it again (redis.py forgets the chord last); `joins` then takes the complete counts alone.
 */
export function bodiesTooMany(trace: Trace, joins: boolean): readonly string[] {
  const partsOf = new Map<string, readonly string[]>()
  for (const event of trace) if (event.type === 'canvas-applied') findBodies(event.canvas, partsOf)
  const complete = new Map<string, number>()
  const sizes = new Map<string, number>()
  const sent = new Map<string, number>()
  // A step that runs twice sends its chord twice, with the same tasks and perhaps another id.
  const chordsOf = new Map<string, Set<string>>()
  const wrong: string[] = []
  for (const event of trace) {
    if (event.type === 'chord-size') sizes.set(event.groupId, (sizes.get(event.groupId) ?? 0) + 1)
    if (event.type === 'chord-part') {
      const chords = chordsOf.get(event.taskId) ?? new Set()
      chordsOf.set(event.taskId, chords.add(event.groupId))
      if (event.count === event.size) complete.set(event.groupId, (complete.get(event.groupId) ?? 0) + 1)
    }
    if (event.type !== 'task-sent' || event.cause !== 'chord') continue
    const parts = partsOf.get(`${event.task} ${event.taskId}`)
    if (!parts) continue
    const times = (sent.get(event.taskId) ?? 0) + 1
    sent.set(event.taskId, times)
    const chords = new Set(parts.flatMap((id) => [...(chordsOf.get(id) ?? [])]))
    const allowed = [...chords].reduce(
      (sum, gid) =>
        sum + Math.min(complete.get(gid) ?? 0, joins ? Number.POSITIVE_INFINITY : (sizes.get(gid) ?? 0)),
      0,
    )
    if (times > allowed) wrong.push(`${event.task} ${event.taskId}, ${times} times`)
  }
  return wrong
}

/** Notes for the first tasks of each body which tasks report to its chord; gives those that stand for the canvas. */
function findBodies(canvas: Canvas, partsOf: Map<string, readonly string[]>): readonly string[] {
  switch (canvas.subtask_type) {
    case null:
      return canvas.options.task_id === undefined ? [] : [canvas.options.task_id]
    case 'chain':
      return canvas.kwargs.tasks.map((step) => findBodies(step, partsOf)).at(-1) ?? []
    case 'group':
      return canvas.kwargs.tasks.flatMap((member) => findBodies(member, partsOf))
    case 'chord': {
      const { header, body } = canvas.kwargs
      const members = 'subtask_type' in header ? header.kwargs.tasks : header
      const parts = members.flatMap((member) => findBodies(member, partsOf))
      if (!body) return []
      for (const first of firstTasks(body)) partsOf.set(first, parts)
      return findBodies(body, partsOf)
    }
  }
}

function firstTasks(canvas: Canvas): readonly string[] {
  if (canvas.subtask_type === null) return [`${canvas.task} ${canvas.options.task_id}`]
  if (canvas.subtask_type === 'chain') return canvas.kwargs.tasks.slice(0, 1).flatMap(firstTasks)
  if (canvas.subtask_type === 'group') return canvas.kwargs.tasks.flatMap(firstTasks)
  return []
}
