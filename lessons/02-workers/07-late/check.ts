import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '07-late',
  title: 'Take only what you run',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/optimizing.html#prefetch-limits',
  app,
  ...world,
  workers: 2,
  prefetchMultiplier: 1,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Now the report is acknowledged late. How many SMS wait behind it?',
    options: ['none', 'one', 'two'],
    answer: 1,
    because: 'the report itself is the one message that the worker may hold.',
    refutedBy: (run) => run.succeeded('sendSms', 4),
  },
  facts: (run) => [
    run.task('sendSms', 4).endsBefore('lateReport'),
    { says: 'worker 2 sends all four', holds: run.startedBy('sendSms').join() === '2,2,2,2' },
  ],
})
