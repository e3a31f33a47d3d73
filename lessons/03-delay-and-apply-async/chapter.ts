import { openBank } from 'celeriac/bank'
import type { Chapter } from '../lesson.ts'
import options from './01-options/check.ts'
import countdown from './02-countdown/check.ts'
import earliest from './03-earliest/check.ts'
import expires from './04-expires/check.ts'
import past from './05-past/check.ts'
import inTime from './06-in-time/check.ts'

/** Chapter 3: the two words that send a task, and what the longer one can say. */
export const chapter: Chapter = {
  number: 3,
  slug: '03-delay-and-apply-async',
  title: 'delay and applyAsync',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/calling.html#basics',
  begin: openBank,
  steps: [options, countdown, earliest, expires, past, inTime],
}
