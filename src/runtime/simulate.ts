import type { App, Celery } from '../canvas/celery.ts'
import { handlesIn } from './handlesIn.ts'
import type { Recording } from './recording.ts'
import { Simulation } from './simulation.ts'
import type { World } from './world.ts'

/**
 * Plays a program on a cluster of its own and writes down what happens, until nothing is due any more. What the program
 * returns by name is kept in the recording: results as handles, everything else as `returned`. An error it throws is kept
 * too. One after the other for an app: it sends through the simulation that began last.
 */
export async function simulate<Returned extends { readonly [name: string]: unknown }>(
  app: App & Pick<Celery, 'connectTo'>,
  world: World,
  program: () => Promise<Returned>,
): Promise<Played<Returned>> {
  return playIn(new Simulation(app, world), app, program)
}

/** A program that was played: what happened, what it returned, and the error it threw. */
export type Played<Returned> = Recording & {
  readonly returned: Partial<Returned>
  readonly error: Error | null
}

/** Plays a program in a simulation of its app. */
export async function playIn<Returned extends { readonly [name: string]: unknown }>(
  simulation: Simulation,
  app: Pick<Celery, 'connectTo'>,
  program: () => Promise<Returned>,
): Promise<Played<Returned>> {
  app.connectTo(simulation)
  let returned: Partial<Returned> = {}
  let error: Error | null = null
  try {
    returned = await program()
  } catch (thrown) {
    error = thrown instanceof Error ? thrown : new Error(String(thrown))
  }
  await simulation.settle()
  return {
    trace: simulation.trace,
    handles: handlesIn(returned),
    workers: simulation.workers.length,
    concurrency: Math.max(0, ...simulation.workers.map(({ concurrency }) => concurrency)),
    returned,
    error,
  }
}
