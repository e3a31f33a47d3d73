import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '03-behind-the-report',
  title: 'Behind the report',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/optimizing.html#prefetch-limits',
  app,
  ...world,
  workers: 2,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Worker 2 is done, worker 1 is at the report, two SMS are left. What happens to them?',
    options: ['worker 2 takes them over', 'the broker gives them to worker 2', 'they wait for the report'],
    answer: 3,
    because: 'worker 1 holds them. Workers do not share what they have taken.',
    opensAt: (run) => run.succeeded('sendSms', 2),
    refutedBy: (run) => run.started('sendSms', 3),
  },
  facts: (run) => [
    run.task('sendSms', 3).startsAfter('dayReport'),
    run.task('sendSms', 4).startsAfter('dayReport'),
    {
      says: 'worker 1 runs what it has taken, worker 2 sends two',
      holds: run.startedBy('sendSms').join() === '2,2,1,1',
    },
  ],
})
