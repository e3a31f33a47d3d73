import { openBank } from 'celeriac/bank'
import type { Chapter } from '../lesson.ts'
import takenAhead from './01-taken-ahead/check.ts'
import fourWorkers from './02-four-workers/check.ts'
import behindTheReport from './03-behind-the-report/check.ts'
import twoProcesses from './04-two-processes/check.ts'
import autoscale from './05-autoscale/check.ts'
import multiplier from './06-multiplier/check.ts'
import late from './07-late/check.ts'
import yourReport from './08-your-report/check.ts'

/** Chapter 2: how many run at once, and what a worker takes ahead. */
export const chapter: Chapter = {
  number: 2,
  slug: '02-workers',
  title: 'Workers',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/workers.html#concurrency',
  begin: openBank,
  steps: [takenAhead, fourWorkers, behindTheReport, twoProcesses, autoscale, multiplier, late, yourReport],
}
