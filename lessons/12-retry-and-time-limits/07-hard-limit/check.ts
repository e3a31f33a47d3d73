import { app } from 'celeriac/bank/overworked'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '07-hard-limit',
  title: 'The door is broken down',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/workers.html#time-limits',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'It catches everything, and autoretryFor takes any Error. What comes after two seconds?',
    options: ['"this month"', 'another try', 'a failure, and that is all'],
    answer: 3,
    because: 'the process is killed, with the catch and the retry in it. The worker stores the failure.',
    opensAt: (run) => run.started('longStatement'),
    refutedBy: (run) => run.stored('r'),
  },
  facts: (run) => [
    run.published('longStatement').times(1),
    { says: 'longStatement is started once', holds: run.starts('longStatement') === 1 },
    run.result('r').failsWith('TimeLimitExceeded'),
  ],
})
