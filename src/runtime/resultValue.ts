import type { Handle } from '../canvas/handle.ts'

/** A result as a task's value: it can be stored, and no message can carry it on. */
export class ResultValue {
  readonly handle: Handle

  constructor(handle: Handle) {
    this.handle = handle
  }
}
