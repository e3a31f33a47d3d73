import type { MemoryBackend } from '../broker/memoryBackend.ts'
import type { Canvas } from '../canvas/canvas.ts'
import { headerTasks } from '../canvas/compose.ts'
import type { ChordPart } from '../interpreter/effect.ts'
import type { Fate, Fates } from './fates.ts'
import type { Trace } from './trace.ts'
import type { Worker } from './worker.ts'

/** What is left of a run in which nothing is due any more. */
export interface Standstill {
  readonly trace: Trace
  readonly fates: Pick<Fates, 'get'>
  readonly workers: readonly Worker[]
  readonly backend: MemoryBackend<ChordPart>
}

/** Says who is waited for, and why it will never report: nothing is due any more, so Celery's `get()` would hang here. */
export function explain(taskIds: readonly string[], still: Standstill): string {
  const places = placesIn(still.trace)
  const ends = endsIn(still.trace)
  const reasons = [...new Set(taskIds.map((id) => reasonFor(id, places, ends, still)))]
  const shown = reasons.slice(0, 3)
  if (reasons.length > 3) shown.push(`and ${reasons.length - 3} more like these`)
  return `this result can never become ready: ${shown.join('; ')}. Celery's get() would wait here for ever.`
}

/** Where a task stands in its canvas: what it is called, and whom it waits for. */
interface Place {
  readonly task: string
  readonly after: readonly string[]
  /** The chord whose parts it waits for, if it is in the body. */
  readonly chord: string | null
}

function reasonFor(
  id: string,
  places: ReadonlyMap<string, Place>,
  ends: ReadonlyMap<string, End>,
  still: Standstill,
): string {
  const isDone = (task: string): boolean =>
    still.backend.meta(task).status === 'SUCCESS' || ends.get(task) === 'task-succeeded'
  const seen = new Set<string>()
  let name = places.get(id)?.task ?? still.fates.get(id)?.task ?? `task ${id}`
  const waiting: string[] = []
  for (let current = id; ; ) {
    seen.add(current)
    const fate = still.fates.get(current)
    if (fate) return [...waiting, ofFate(fate, still)].join(', because ')
    const place = places.get(current)
    if (ends.has(current)) return [...waiting, ofNothingKept(name)].join(', because ')
    if (!place) return [...waiting, `nobody sent ${name}`].join(', because ')
    const culprit = place.after.find((before) => !isDone(before) && !seen.has(before))
    if (culprit === undefined) return [...waiting, `${place.task} was never sent`].join(', because ')
    waiting.push(place.chord ? ofChord(place, still) : `${place.task} was never sent`)
    const { status } = still.backend.meta(culprit)
    name = places.get(culprit)?.task ?? still.fates.get(culprit)?.task ?? `task ${culprit}`
    if (status === 'FAILURE' || ends.get(culprit) === 'task-failed')
      return [...waiting, `${name} before it failed`].join(', because ')
    if (status === 'REVOKED') return [...waiting, `${name} before it was revoked`].join(', because ')
    current = culprit
  }
}

const ofNothingKept = (task: string): string =>
  `${task} has ended and no result is kept: it ignores it, or it was forgotten or read before`

function ofChord({ task, chord, after }: Place, { backend }: Standstill): string {
  const count = backend.chord(chord!)
  const isOver = count?.size
    ? count.count >= count.size
    : // What was counted may be gone once the header has ended.
      after.some((id) => backend.meta(id).status !== 'PENDING')
  if (isOver) return `${task} was never sent`
  if (!count?.size) return `${task} waits for a chord whose header was never sent`
  // Where the backend does not count, the unlock task looks at the results.
  const came = count.count || after.filter((id) => backend.meta(id).status === 'SUCCESS').length
  return `${task} waits for ${count.size} parts of a chord and ${came} came`
}

function ofFate(fate: Fate, { workers }: Standstill): string {
  const { task, queue } = fate
  switch (fate.type) {
    case 'queued': {
      if (workers.length === 0) return `${task} waits in queue "${queue}" and no worker is running`
      if (!workers.some(({ queues }) => queues.includes(queue)))
        return `${task} waits in queue "${queue}" and no worker consumes it (they consume ${consumed(workers)})`
      return `${task} waits in queue "${queue}" behind tasks that never end`
    }
    case 'running':
      return `${task} waits for something that nobody will do`
    case 'ignored':
      return `${task} raised Ignore, so it stores no result and calls nobody`
    case 'rejected':
      return `${task} was rejected, so it stores no result and calls nobody`
    case 'unregistered':
      return `no worker knows ${task}, and an unknown task calls nobody: register it with app.task('${task}', ...)`
    case 'revoked':
      return `${task} was ${fate.reason}, and a task that is ${fate.reason} calls nobody`
    case 'lost':
      return `${task} was lost with the worker that ran it: its message had been acknowledged before it ran (acksLate would deliver it again)`
    case 'stuck':
      return `${task} has not returned after ${fate.afterMs / 1000} s of real time: it waits for something that never comes, or needs longer than stuckAfterMs allows`
  }
}

const consumed = (workers: readonly Worker[]): string =>
  [...new Set(workers.flatMap(({ queues }) => queues))].map((queue) => `"${queue}"`).join(', ')

type End = 'task-succeeded' | 'task-failed'

/** How each task that has ended did. */
function endsIn(trace: Trace): ReadonlyMap<string, End> {
  const ends = new Map<string, End>()
  for (const event of trace)
    if (event.type === 'task-succeeded' || event.type === 'task-failed') ends.set(event.taskId, event.type)
  return ends
}

/** Every task of every canvas that was sent, by its id. */
function placesIn(trace: Trace): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>()
  const reportsTo = new Map<string, string>()
  for (const event of trace) {
    if (event.type === 'canvas-applied') placeIn(event.canvas, [], null, places)
    if (event.type === 'task-sent' && event.chordId) reportsTo.set(event.taskId, event.chordId)
  }
  // A chord in the header of another takes a new id when it is sent: what its header tasks report to is the true one.
  for (const [id, place] of places) {
    const chord = place.chord && place.after.map((part) => reportsTo.get(part)).find(Boolean)
    if (chord) places.set(id, { ...place, chord })
  }
  return places
}

/** Notes the tasks of a canvas; gives the ids that stand for its result. */
function placeIn(
  canvas: Canvas,
  after: readonly string[],
  chord: string | null,
  places: Map<string, Place>,
): string[] {
  switch (canvas.subtask_type) {
    case null: {
      const id = canvas.options.task_id
      if (id === undefined) return []
      places.set(id, { task: canvas.task, after, chord })
      return [id]
    }
    case 'group':
      return canvas.kwargs.tasks.flatMap((member) => placeIn(member, after, chord, places))
    case 'chain': {
      let before = after
      let counts = chord
      for (const step of canvas.kwargs.tasks) {
        before = placeIn(step, before, counts, places)
        counts = null
      }
      return [...before]
    }
    case 'chord': {
      const parts = headerTasks(canvas).flatMap((member) => placeIn(member, after, chord, places))
      const { body, header } = canvas.kwargs
      const groupId = 'subtask_type' in header ? header.options.task_id : canvas.options.task_id
      return body ? placeIn(body, parts, groupId ?? null, places) : []
    }
  }
}
