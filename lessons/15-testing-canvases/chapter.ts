import { openAccount } from 'celeriac/bank/savings'
import type { Chapter } from '../lesson.ts'
import anHour from './01-an-hour/check.ts'
import seeds from './02-seeds/check.ts'
import aGreenTest from './03-a-green-test/check.ts'
import golden from './04-golden/check.ts'
import faults from './05-faults/check.ts'
import types from './06-types/check.ts'
import allSeeds from './07-all-seeds/check.ts'

/** Chapter 15: a canvas in a test: its time, its seeds, its events, its faults and its types. */
export const chapter: Chapter = {
  number: 15,
  slug: '15-testing-canvases',
  title: 'Testing canvases',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/testing.html',
  begin: openAccount,
  steps: [anHour, seeds, aGreenTest, golden, faults, types, allSeeds],
}
