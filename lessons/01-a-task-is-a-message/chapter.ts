import { openBank } from 'celeriac/bank'
import type { Chapter } from '../lesson.ts'
import message from './01-message/check.ts'
import noWorker from './02-no-worker/check.ts'
import order from './03-order/check.ts'
import name from './04-name/check.ts'
import copies from './05-copies/check.ts'
import balance from './06-balance/check.ts'

/** Chapter 1: what is sent, who runs it, and what does not travel. */
export const chapter: Chapter = {
  number: 1,
  slug: '01-a-task-is-a-message',
  title: 'A task is a message',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/calling.html#basics',
  begin: openBank,
  steps: [message, noWorker, order, name, copies, balance],
}
