import { app } from 'celeriac/bank/overworked'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '06-soft-limit',
  title: 'A knock at the door',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/workers.html#time-limits',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The limit is two seconds, the work takes a minute. How does the task end?',
    options: ['FAILURE, SoftTimeLimitExceeded', 'SUCCESS, "this month"', 'SUCCESS, "the whole year"'],
    answer: 2,
    because: 'the limit is an error inside the task. It was caught, and the task returned.',
    opensAt: (run) => run.started('statement'),
    refutedBy: (run) => run.stored('r'),
  },
  facts: (run) => [
    run.result('r').hasState('SUCCESS'),
    run.result('r').gives('this month'),
    { says: 'statement is started once', holds: run.starts('statement') === 1 },
  ],
})
