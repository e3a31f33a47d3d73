import { overwork } from 'celeriac/bank/overworked'
import type { Chapter } from '../lesson.ts'
import tryAgain from './01-try-again/check.ts'
import inAChain from './02-in-a-chain/check.ts'
import inAHeader from './03-in-a-header/check.ts'
import enough from './04-enough/check.ts'
import backoff from './05-backoff/check.ts'
import softLimit from './06-soft-limit/check.ts'
import hardLimit from './07-hard-limit/check.ts'
import bePolite from './08-be-polite/check.ts'

/** Chapter 12: a gateway that is busy, tasks that try again, and tasks that take too long. */
export const chapter: Chapter = {
  number: 12,
  slug: '12-retry-and-time-limits',
  title: 'Retry and time limits',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#retrying',
  begin: overwork,
  steps: [tryAgain, inAChain, inAHeader, enough, backoff, softLimit, hardLimit, bePolite],
}
