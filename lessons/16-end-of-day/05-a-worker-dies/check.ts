import { app } from 'celeriac/bank/evening'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson as early } from './early.ts'
import { lesson as late } from './late.ts'

export default step({
  folder: '05-a-worker-dies',
  title: 'Exactly one report',
  manual: 'https://docs.celeryq.dev/en/stable/faq.html#should-i-use-retry-or-acks-late',
  app,
  ...world,
  faults: { workerDies: 1, maxDeaths: 1, diesAt: ['mid-task'] },
  programs: { 'early.ts': early, 'late.ts': late },
  predict: {
    ask: 'The worker dies in a transfer. How many reports are in the box, with early.ts and with late.ts?',
    options: ['one and one', 'none and one', 'none and two'],
    answer: 2,
    because: 'the early transfer is gone, and its chord waits for ever. The late one is made again.',
    opensAt: (early) => early.died(),
    refutedBy: { 1: (early) => early.end(), 3: (_, late) => late!.end() },
  },
  facts: (early, late) => [
    { ...early!.published('reportOnce').times(0), says: 'early.ts: the report is never published' },
    { ...early!.result('r').hasState('PENDING'), says: 'early.ts: r is PENDING' },
    { says: 'late.ts: a transfer is delivered again', holds: late!.given('transfer').length > 2 },
    { says: 'late.ts: there is one report', holds: late!.values('reportOnce').join() === '1' },
    late!.result('r').gives(1, 'late.ts: r.get() is 1'),
  ],
})
