import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '05-autoscale',
  title: 'As many as it takes',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/workers.html#autoscaling',
  app,
  ...world,
  autoscale: [4, 1],
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'On payday eight SMS arrive at once. How many processes send them?',
    options: ['still one', 'four', 'eight'],
    answer: 2,
    because: 'with each message that is more than it has processes it adds one, up to four.',
    opensAt: (run) => run.returned('r1'),
    refutedBy: { 1: (run) => run.started('sendSms', 3), 3: (run) => run.started('sendSms', 6) },
  },
  facts: (run) => [
    { says: 'the first SMS is alone', holds: run.started('sendSms', 2).event > run.returned('r1').event },
    { says: 'four tasks run at the same time, and never more', holds: run.mostAtOnce() === 4 },
    {
      says: 'the last four begin when one of the first four has ended',
      holds: run.started('sendSms', 6).event > run.succeeded('sendSms', 2).event,
    },
    run.published('sendSms').times(9),
  ],
})
