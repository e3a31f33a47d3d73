import { app } from 'celeriac/bank/evening'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson as byDay } from './byDay.ts'
import { lesson as plain } from './plain.ts'

export default step({
  folder: '04-said-twice',
  title: 'Everything is said twice',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html',
  app,
  ...world,
  faults: { duplicated: 1 },
  programs: { 'plain.ts': plain, 'byDay.ts': byDay },
  predict: {
    ask: 'Every message comes twice. How many reports are in the box, with plain.ts and with byDay.ts?',
    options: ['one and one', 'two and one', 'two and two'],
    answer: 2,
    because: 'the last task runs twice in both. Only the one that knows the day sees that it is done.',
    opensAt: (plain) => plain.started('transfer'),
    refutedBy: {
      1: (plain) => plain.succeeded('report', 2),
      3: (_, byDay) => byDay!.succeeded('reportOnce', 2),
    },
  },
  facts: (plain, byDay) => [
    { says: 'plain.ts: the second run finds two reports', holds: plain!.values('report').join() === '1,2' },
    { says: 'byDay.ts: the last task runs twice', holds: byDay!.starts('reportOnce') === 2 },
    { says: 'byDay.ts: both runs find one report', holds: byDay!.values('reportOnce').join() === '1,1' },
  ],
})
