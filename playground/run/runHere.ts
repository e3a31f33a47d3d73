import type { Found } from '../../src/program/findTraps.ts'
import type { ProgramRun } from '../../src/program/programRun.ts'
import type { Asked } from './runState.ts'
import { backendUrl } from './world.ts'

/** A long run is worth looking at; one that never ends is not worth waiting for. */
const limits = { events: 200_000, timeMs: 10_000 }

/** Runs a text of the playground in its world. What it takes is loaded with the first run. */
export const runHere = async (
  { text, world }: Asked,
  signal: AbortSignal,
  onTraps: (traps: readonly Found[] | null) => void,
): Promise<ProgramRun> => {
  const { runProgram } = await import('../../src/program/runProgram.ts')
  const { backend, ...rest } = world
  const url = backendUrl[backend]
  return runProgram({
    source: text,
    file: 'canvas.ts',
    world: rest,
    ...(url !== null && { backend: url }),
    limits,
    onTraps,
    signal,
  })
}
