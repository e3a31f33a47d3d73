import { emptyAccounts } from 'celeriac/bank/payments'
import type { Chapter } from '../lesson.ts'
import lost from './01-lost/check.ts'
import twice from './02-twice/check.ts'
import key from './03-key/check.ts'
import held from './04-held/check.ts'
import rent from './05-rent/check.ts'

/** Chapter 14: how often a task runs when a worker dies, or the broker says everything twice. */
export const chapter: Chapter = {
  number: 14,
  slug: '14-once-twice-never',
  title: 'Once, twice, never',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html',
  begin: emptyAccounts,
  steps: [lost, twice, key, held, rent],
}
