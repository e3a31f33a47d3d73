import type { Canvas } from '../canvas/canvas.ts'
import type { App } from '../canvas/celery.ts'
import type { Json } from '../canvas/json.ts'
import { tasksOf } from '../canvas/walk.ts'
import type { Place } from './prepare.ts'

/** A canvas that a program sends or holds, as it was before it was sent. */
export interface Held {
  readonly canvas: Canvas
  /** Arguments that it is sent with. */
  readonly args: readonly Json[]
  /** The result backend's URL. */
  readonly backend: string
  readonly tasks: App['tasks']
  /** Where it is sent, or made; null where nothing tells. */
  readonly place: Place | null
}

/** A trap of a canvas, in a sentence, and where that is sent. */
export interface Found {
  readonly says: string
  readonly place: Place | null
}

/** Says the traps of a canvas in sentences. */
export type Look = (
  canvas: Canvas,
  options: Pick<Held, 'args' | 'backend' | 'tasks'> & { readonly failures?: number },
) => Promise<readonly string[]>

/**
 * Looks for the traps of canvases, each form once: what a loop sends again and again is looked at the first time. Null
 * where one of them has too many tasks to be rehearsed.
 */
export const findTraps = async (held: readonly Held[], look: Look): Promise<readonly Found[] | null> => {
  const found = new Map<string, Found>()
  const seen = new Map<string, number>()
  const endsMs = performance.now() + LONGEST_MS
  for (const { canvas, args, backend, tasks, place } of held) {
    const where = `${place?.line}:${place?.column}`
    const times = seen.get(where) ?? 0
    if (times >= FORMS_OF_A_PLACE) continue
    seen.set(where, times + 1)
    if (performance.now() > endsMs || isLarge(canvas)) return null
    for (const says of await look(canvas, { args, backend, tasks, failures: FAILURES }))
      found.set(`${where} ${says}`, { says, place })
  }
  return [...found.values()]
}

const FORMS_OF_A_PLACE = 3
const FAILURES = 30
const LONGEST_MS = 5_000

/** More tasks than are rehearsed, over and over, in the time there is. */
const isLarge = (canvas: Canvas): boolean => {
  let count = 0
  for (const _ of tasksOf(canvas)) if (++count > MOST_TASKS) return true
  return false
}

const MOST_TASKS = 2_000
