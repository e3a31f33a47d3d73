import { Celery as App, type Configuration } from './canvas/celery.ts'
import type { Runtime } from './canvas/runtime.ts'
import { Simulation } from './runtime/simulation.ts'

export { chain } from './canvas/chain.ts'
export { chord } from './canvas/chord.ts'
export * from './canvas/exceptions.ts'
export { group } from './canvas/group.ts'
export type { AsyncResult, GroupResult } from './canvas/result.ts'
export type { Signature } from './canvas/signature.ts'
export type { Task } from './canvas/task.ts'
export { simulate } from './runtime/simulate.ts'

/**
 * An app: its tasks by name, and where messages and results go. Without a broker everything stays in memory, on a
 * virtual clock.
 */
export class Celery<const Settings extends Configuration = {}> extends App<Settings> {
  protected override connect(): Runtime {
    return new Simulation(this)
  }
}
