import type { World } from '../src/runtime/world.ts'
import type { Step } from './lesson.ts'

/** The world of a step without the step: plain data, which may go to another process. */
export const worldOf = (step: Step): World => {
  if (step.type === 'exercise') {
    const { type, folder, title, manual, backend, types, facts, goal, ...world } = step
    return world
  }
  const { type, folder, title, manual, app, apps, programs, predict, facts, ...world } = step
  return world
}
