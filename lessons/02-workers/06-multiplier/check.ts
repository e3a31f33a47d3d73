import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '06-multiplier',
  title: 'One ahead is still one',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/optimizing.html#prefetch-limits',
  app,
  ...world,
  workers: 2,
  prefetchMultiplier: 1,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'With a multiplier of 1, how many SMS wait behind the report?',
    options: ['none', 'one', 'two'],
    answer: 2,
    because: 'the message of a running task is acknowledged already. So the worker takes one more.',
    refutedBy: { 1: (run) => run.started('sendSms', 4), 3: (run) => run.succeeded('sendSms', 3) },
  },
  facts: (run) => [
    run.task('sendSms', 3).endsBefore('dayReport'),
    run.task('sendSms', 4).startsAfter('dayReport'),
    { says: 'worker 2 sends three', holds: run.startedBy('sendSms').join() === '2,2,2,1' },
  ],
})
