import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '02-four-workers',
  title: 'Four workers, one queue',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/workers.html#worker-starting',
  app,
  ...world,
  workers: 4,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Eight SMS of a second each, four workers. How long does it take?',
    options: ['about one second', 'about two seconds', 'still eight: there is one queue'],
    answer: 2,
    because: 'four run at a time. The other four wait until a worker has done its first.',
    refutedBy: { 1: (run) => run.started('sendSms', 5), 3: (run) => run.started('sendSms', 4) },
  },
  facts: (run) => [
    { says: 'four tasks run at the same time, and never more', holds: run.mostAtOnce() === 4 },
    {
      says: 'the fifth begins when one of the first four has ended',
      holds: run.started('sendSms', 5).event > run.succeeded('sendSms', 1).event,
    },
    {
      says: 'every worker sends two',
      holds: [...run.startedBy('sendSms')].sort().join() === '1,1,2,2,3,3,4,4',
    },
    run.published('sendSms').times(8),
  ],
})
