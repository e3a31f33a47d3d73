import type { Stage } from '../../src/ui/stage.ts'
import type { RunState } from './runState.ts'

/** How much time the timeline shows, in virtual milliseconds. */
export const spanOf = ({ zoom }: Pick<RunState, 'zoom'>, { endMs }: Stage): number =>
  Math.max(1, endMs / 2 ** zoom)

/** The part of the time that is on screen. */
export const windowOf = (runs: Pick<RunState, 'zoom' | 'fromMs'>, stage: Stage) => ({
  fromMs: runs.fromMs,
  toMs: runs.fromMs + spanOf(runs, stage),
})

/** Half as much time on screen, or twice, around where the run stands. Less than a tenth of a millisecond is of no use. */
export const zoomed = (runs: RunState, stage: Stage, by: 1 | -1): RunState => {
  const zoom = Math.max(0, runs.zoom + by)
  if (stage.endMs / 2 ** zoom < 0.1 || zoom === runs.zoom) return runs
  return { ...runs, zoom, fromMs: runs.at.atMs - spanOf({ zoom }, stage) / 2 }
}

/** The time on screen moves on when the run leaves it, and a little before. */
export const followed = (runs: RunState, stage: Stage): RunState => {
  if (runs.zoom === 0) return runs.fromMs === 0 ? runs : { ...runs, fromMs: 0 }
  const span = spanOf(runs, stage)
  const near = span / 8
  const { atMs } = runs.at
  const moved =
    atMs < runs.fromMs + near
      ? atMs - near
      : atMs > runs.fromMs + span - near
        ? atMs - span + near
        : runs.fromMs
  const fromMs = Math.min(Math.max(0, moved), Math.max(0, stage.endMs - span))
  return fromMs === runs.fromMs ? runs : { ...runs, fromMs }
}
