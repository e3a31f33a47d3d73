import type { Chapter } from '../lesson.ts'
import nobody from './01-nobody/check.ts'
import ofItsOwn from './02-of-its-own/check.ts'
import routes from './03-routes/check.ts'
import call from './04-call/check.ts'
import chain from './05-chain/check.ts'
import priority from './06-priority/check.ts'
import tooLate from './07-too-late/check.ts'
import allUrgent from './08-all-urgent/check.ts'

/** Chapter 7: where messages wait, who takes them, and in which order. */
export const chapter: Chapter = {
  number: 7,
  slug: '07-queues',
  title: 'Queues',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/routing.html',
  begin: () => {},
  steps: [nobody, ofItsOwn, routes, call, chain, priority, tooLate, allUrgent],
}
