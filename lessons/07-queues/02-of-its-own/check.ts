import { app } from 'celeriac/bank/post'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '02-of-its-own',
  title: 'A lane for buses',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/workers.html#queues',
  app,
  ...world,
  workers: [{ queues: ['sms'] }, { queues: ['celery'] }],
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The SMS is out, worker 1 is idle, one report is waiting. What does worker 1 do?',
    options: ['it takes the report', 'nothing', 'it takes the report if sms stays empty'],
    answer: 2,
    because: 'a worker takes from the queues that it was told, and from no other.',
    opensAt: (run) => run.succeeded('sendSms'),
    refutedBy: (run) => run.started('dayReport', 2),
  },
  facts: (run) => [
    run.published('sendSms').to('sms'),
    run.published('dayReport').to('celery', 'celery'),
    { says: 'worker 2 makes both reports', holds: run.startedBy('dayReport').join() === '2,2' },
    run.task('sendSms').endsBefore('dayReport', 1),
  ],
})
