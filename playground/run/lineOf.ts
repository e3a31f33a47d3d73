import { labelOf } from '../../src/ui/label.ts'
import { lastEvent } from '../../src/ui/stage.ts'
import type { RunState } from './runState.ts'
import { shownRuns } from './runState.ts'

/** The line of the text, from 0, that made the event at which the run stands; null where nothing tells. */
export const lineOf = (runs: RunState): number | null => {
  const { stage, at } = runs
  if (stage === null) return null
  const moment = stage.moments[at.count - 1]
  const event = lastEvent(stage, at)
  const run = shownRuns(runs)[moment?.film ?? 0]
  if (moment === undefined || event === undefined || run === undefined) return null
  const film = stage.films[moment.film]!
  const taskId = 'taskId' in event ? event.taskId : null
  const task = taskId === null ? undefined : film.tasks.get(taskId)
  const lines = run.text.split('\n')
  if (task?.task != null) {
    const which = Number(/#(\d+)$/.exec(task.label)?.[1] ?? 1)
    const found = linesNaming(lines, labelOf(task.task))
    return found[Math.min(which, found.length) - 1] ?? null
  }
  const sends = lines.flatMap((line, index) => (/\.(?:delay|applyAsync)\(/.test(line) ? [index] : []))
  if (event.type !== 'canvas-applied') return null
  const nth = film.sends.findIndex((send) => send.event === moment.event)
  return sends[Math.min(Math.max(0, nth), sends.length - 1)] ?? null
}

/** Where a task is called by its name, imports left out. */
const linesNaming = (lines: readonly string[], label: string): readonly number[] =>
  lines.flatMap((line, index) => (new RegExp(`\\b${label}\\b\\s*\\.`).test(line) ? [index] : []))
