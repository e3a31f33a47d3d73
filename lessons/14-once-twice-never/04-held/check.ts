import { app } from 'celeriac/bank/payments'
import { step } from '../../lesson.ts'
import { diesOnce, world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '04-held',
  title: 'Held by the dead',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/calling.html#eta-and-countdown',
  app,
  ...world,
  faults: diesOnce('mid-task'),
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The worker holds the second payment when it dies in the first. When does the second run?',
    options: ['when the worker is there again', 'after the visibility timeout', 'never'],
    answer: 2,
    because: 'it was received but not acknowledged. The broker gives it out again when the timeout is over.',
    opensAt: (run) => run.died(),
    refutedBy: (run) => run.redelivered(),
  },
  facts: (run) => [
    run.result('r1').hasState('PENDING'),
    run.result('r2').gives(3000),
    { says: 'only the second payment comes again', holds: run.given('pay').length === 3 },
    {
      says: 'it comes later than the worker',
      holds: run.redelivered().event > run.back().event,
    },
  ],
})
