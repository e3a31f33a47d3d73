import { openBox } from 'celeriac/bank/evening'
import type { Chapter } from '../lesson.ts'
import theEvening from './01-the-evening/check.ts'
import aChannelIsDown from './02-a-channel-is-down/check.ts'
import neverRaise from './03-never-raise/check.ts'
import saidTwice from './04-said-twice/check.ts'
import aWorkerDies from './05-a-worker-dies/check.ts'
import yourEvening from './06-your-evening/check.ts'

/** Chapter 16: everything at once, and one report in the end. */
export const chapter: Chapter = {
  number: 16,
  slug: '16-end-of-day',
  title: 'End of day at the bank',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html',
  begin: openBox,
  steps: [theEvening, aChannelIsDown, neverRaise, saidTwice, aWorkerDies, yourEvening],
}
