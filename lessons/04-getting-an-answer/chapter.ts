import type { Chapter } from '../lesson.ts'
import timeout from './01-timeout/check.ts'
import running from './02-running/check.ts'
import unknown from './03-unknown/check.ts'
import ignored from './04-ignored/check.ts'
import inside from './05-inside/check.ts'
import noBackend from './06-no-backend/check.ts'
import once from './07-once/check.ts'

/** Chapter 4: what you hold when a task is sent, and what you can find out with it. */
export const chapter: Chapter = {
  number: 4,
  slug: '04-getting-an-answer',
  title: 'Getting an answer',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#states',
  begin: () => {},
  steps: [timeout, running, unknown, ignored, inside, noBackend, once],
}
