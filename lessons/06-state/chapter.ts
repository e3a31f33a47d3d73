import { restartProcesses } from 'celeriac/bank/progress'
import type { Chapter } from '../lesson.ts'
import bind from './01-bind/check.ts'
import started from './02-started/check.ts'
import progress from './03-progress/check.ts'
import overwritten from './04-overwritten/check.ts'
import counter from './05-counter/check.ts'
import results from './06-results/check.ts'
import bar from './07-bar/check.ts'

/** Chapter 6: what a task knows, what it says while it runs, and what it had better not remember. */
export const chapter: Chapter = {
  number: 6,
  slug: '06-state',
  title: 'State',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#states',
  begin: restartProcesses,
  steps: [bind, started, progress, overwritten, counter, results, bar],
}
