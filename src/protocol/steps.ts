import type { Canvas } from '../canvas/canvas.ts'

/**
 * What remains of a chain, next step first: the `chain` field of a message. A linked list, so that taking a step copies
 * nothing and a chain of 10,000 costs 10,000; as JSON it is Celery's list, in reverse, with the next step at its end.
 */
export class Steps {
  readonly next: Canvas
  readonly after: Steps | null

  constructor(next: Canvas, after: Steps | null) {
    this.next = next
    this.after = after
  }

  toJSON(): readonly Canvas[] {
    return lastFirst(this)
  }
}

/** The steps as Celery lists them: the last one first. */
export function lastFirst(steps: Steps | null): Canvas[] {
  const list: Canvas[] = []
  for (let rest = steps; rest; rest = rest.after) list.push(rest.next)
  return list.reverse()
}

/** Puts steps, listed last first, before those that remain of an outer chain. */
export const before = (steps: readonly Canvas[], outer: Steps | null): Steps | null =>
  steps.reduce((after, next) => new Steps(next, after), outer)
