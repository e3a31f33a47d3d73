import type { Chapter } from '../lesson.ts'
import noBackend from './01-no-backend/check.ts'
import countOrLook from './02-count-or-look/check.ts'
import noCounter from './03-no-counter/check.ts'
import silentPart from './04-silent-part/check.ts'
import partThatBreaks from './05-part-that-breaks/check.ts'
import readOnce from './06-read-once/check.ts'
import anotherPlace from './07-another-place/check.ts'

/** Chapter 9: one canvas, and the places where its messages and its results can live. */
export const chapter: Chapter = {
  number: 9,
  slug: '09-brokers-and-backends',
  title: 'Brokers and backends',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#result-backends',
  begin: () => {},
  steps: [noBackend, countOrLook, noCounter, silentPart, partThatBreaks, readOnce, anotherPlace],
}
