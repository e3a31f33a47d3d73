import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '01-taken-ahead',
  title: 'Taken, but not begun',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'While the first SMS is being sent, where is the message of the third?',
    options: ['in the queue, at the broker', "in the worker's memory", 'in a second process'],
    answer: 2,
    because: 'a worker takes up to four messages ahead for each of its processes: the prefetch.',
    opensAt: (run) => run.sent('sendSms', 3),
    refutedBy: (run) => run.received('sendSms', 3),
  },
  facts: (run) => [
    {
      says: 'the worker has received the third before the first is sent',
      holds: run.received('sendSms', 3).event < run.succeeded('sendSms').event,
    },
    run.task('sendSms', 3).startsAfter('sendSms', 2),
    { says: 'one task runs at a time', holds: run.mostAtOnce() === 1 },
  ],
})
