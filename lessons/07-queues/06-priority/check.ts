import { app } from 'celeriac/bank/post'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '06-priority',
  title: 'Nine is not urgent',
  app,
  ...world,
  prefetchMultiplier: 1,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The alert has priority 9. When is it sent?',
    options: ['before all SMS', 'second, in its turn', 'after all SMS'],
    answer: 3,
    because:
      'on Redis 0 is the most urgent, and what has no priority has 0. On RabbitMQ more is more urgent.',
    opensAt: (run) => run.started('dayReport'),
    refutedBy: { 1: (run) => run.started('sendSms', 1), 2: (run) => run.started('sendSms', 2) },
  },
  facts: (run) => [
    run.task('sendAlert').startsAfter('sendSms', 3),
    {
      says: 'sendAlert is published before two of the SMS',
      holds: run.sent('sendAlert').event < run.sent('sendSms', 2).event,
    },
  ],
})
