import { app } from 'celeriac/bank/desk'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '05-inside',
  title: 'A task that waits for a task',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#task-best-practices',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'How does r.get() end?',
    options: ['it gives "SMS sent"', 'it waits for ever', 'it raises RuntimeError'],
    answer: 3,
    because: 'get() refuses to wait inside a task. The SMS was sent before that, and goes out.',
    opensAt: (run) => run.sent('sendSms'),
    refutedBy: (run) => run.raised('r'),
  },
  facts: (run) => [
    run.result('r').failsWith('RuntimeError'),
    run.get('r').raises('RuntimeError'),
    run.published('sendSms').times(1),
    {
      says: 'sendSms starts after notify has failed',
      holds: run.started('sendSms').event > run.stored('r').event,
    },
  ],
})
