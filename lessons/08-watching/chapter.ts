import type { Chapter } from '../lesson.ts'
import whichComesFirst from './01-which-comes-first/check.ts'
import received from './02-received/check.ts'
import noLastWord from './03-no-last-word/check.ts'
import bars from './04-bars/check.ts'
import stuck from './05-stuck/check.ts'
import honestBars from './06-honest-bars/check.ts'

/** Chapter 8: what a monitor is told, in which order, and what it is never told. */
export const chapter: Chapter = {
  number: 8,
  slug: '08-watching',
  title: 'Watching',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/monitoring.html#task-events',
  begin: () => {},
  steps: [whichComesFirst, received, noLastWord, bars, stuck, honestBars],
}
