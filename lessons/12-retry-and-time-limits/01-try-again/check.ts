import { app } from 'celeriac/bank/overworked'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '01-try-again',
  title: 'Not now, again later',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The gateway is busy twice. How many messages are published in the end, and for how many tasks?',
    options: [
      'one message, which its process keeps',
      'three messages, three tasks',
      'three messages, one task',
    ],
    answer: 3,
    because: 'a retry publishes the same task again: the same id, the same arguments, one more in its count.',
    opensAt: (run) => run.started('text'),
    refutedBy: { 1: (run) => run.sent('text', 2), 2: (run) => run.stored('r') },
  },
  facts: (run) => [
    run.published('text').times(3),
    {
      says: 'all three messages carry one id',
      holds:
        new Set(run.trace.flatMap((event) => (event.type === 'task-sent' ? [event.taskId] : []))).size === 1,
    },
    { says: 'text is started three times', holds: run.starts('text') === 3 },
    run.result('r').gives('SMS to 1234'),
  ],
})
