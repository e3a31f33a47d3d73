import { app } from 'celeriac/bank/reports'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson as between } from './between.ts'
import { lesson as inARow } from './inARow.ts'

export default step({
  folder: '06-groups-in-a-row',
  title: 'Groups in a row',
  app,
  ...world,
  concurrency: 2,
  programs: { 'inARow.ts': inARow, 'between.ts': between },
  predict: {
    ask: 'inARow.ts is sent all the same. How many reports are mailed?',
    options: ['one', 'two', 'four'],
    answer: 2,
    because: 'each of the two tasks of the second group sends the third, as if it were its own next step.',
    opensAt: (run) => run.started('total'),
    refutedBy: (run) => run.sent('mail', 2),
  },
  facts: (row, between) => [
    { ...row!.published('mail').times(2), says: 'inARow.ts: mail is published twice' },
    { ...row!.published('print').times(2), says: 'inARow.ts: print is published twice' },
    {
      says: 'inARow.ts: mail is given one number, then the other',
      holds: row!.given('mail').flat().sort().join() === '300,500',
    },
    { ...between!.published('mail').times(1), says: 'between.ts: mail is published once' },
    between!.published('mail').with([[500, 300]], 'between.ts: mail is given [500, 300]'),
    between!.result('r').gives(['mailed', 'printed'], 'between.ts: r.get() is ["mailed", "printed"]'),
  ],
})
