import type { Chapter } from '../lesson.ts'
import groupThenTask from './01-group-then-task/check.ts'
import groupOfOne from './02-group-of-one/check.ts'
import emptyHeader from './03-empty-header/check.ts'
import nestedGroups from './04-nested-groups/check.ts'
import chordInChord from './05-chord-in-chord/check.ts'
import groupsInARow from './06-groups-in-a-row/check.ts'
import anyLength from './07-any-length/check.ts'
import inOrder from './08-in-order/check.ts'

/** Chapter 11: what Celery makes of a canvas before it runs it. */
export const chapter: Chapter = {
  number: 11,
  slug: '11-shapes-that-surprise',
  title: 'Shapes that surprise',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#the-primitives',
  begin: () => {},
  steps: [
    groupThenTask,
    groupOfOne,
    emptyHeader,
    nestedGroups,
    chordInChord,
    groupsInARow,
    anyLength,
    inOrder,
  ],
}
