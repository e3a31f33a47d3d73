import type { Chapter } from '../lesson.ts'
import middle from './01-middle-of-a-chain/check.ts'
import propagate from './02-propagate/check.ts'
import chordHeader from './03-chord-header/check.ts'
import errback from './04-errback/check.ts'
import perTask from './05-once-or-per-task/check.ts'
import never from './06-never/check.ts'
import oneCall from './07-one-call/check.ts'
import hearOfIt from './08-hear-of-it/check.ts'

/** Chapter 10: the SMS gateway is down, and who gets to hear of it. */
export const chapter: Chapter = {
  number: 10,
  slug: '10-when-a-task-fails',
  title: 'When a task fails',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/calling.html#calling-links',
  begin: () => {},
  steps: [middle, propagate, chordHeader, errback, perTask, never, oneCall, hearOfIt],
}
