import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '04-two-processes',
  title: 'One worker, two processes',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/workers.html#concurrency',
  app,
  ...world,
  concurrency: 2,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'One process is at the report. How many of the four SMS wait until it is done?',
    options: ['none', 'one', 'two'],
    answer: 1,
    because: 'what a worker holds goes to whichever of its processes is free.',
    refutedBy: (run) => run.succeeded('sendSms', 4),
  },
  facts: (run) => [
    run.task('sendSms', 4).endsBefore('dayReport'),
    { says: 'two tasks run at the same time, and never more', holds: run.mostAtOnce() === 2 },
  ],
})
