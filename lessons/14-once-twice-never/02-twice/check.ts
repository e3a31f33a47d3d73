import { app } from 'celeriac/bank/payments'
import { step } from '../../lesson.ts'
import { diesOnce, world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '02-twice',
  title: 'Acknowledged late',
  manual: 'https://docs.celeryq.dev/en/stable/faq.html#should-i-use-retry-or-acks-late',
  app,
  ...world,
  faults: diesOnce('before-ack'),
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The worker dies when the payment is made, but not yet acknowledged. How often is it made in the end?',
    options: ['once', 'twice', 'not at all'],
    answer: 2,
    because:
      'the broker only knows that nobody acknowledged. It delivers the message again, and the task runs.',
    opensAt: (run) => run.died(),
    refutedBy: (run) => run.succeeded('payLate', 2),
  },
  facts: (run) => [
    run.published('payLate').times(2),
    { says: 'payLate runs twice', holds: run.starts('payLate') === 2 },
    { says: 'the second run gives 10000', holds: run.values('payLate')[1] === 10000 },
    run.result('r').gives(5000),
    run.task('payLate', 2).startsAfter('payLate', 1),
  ],
})
