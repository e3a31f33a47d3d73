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
    ask: 'The gateway is busy, and nobody gave a countdown. When is the second try?',
    options: ['at once', 'after a second', 'after three minutes'],
    answer: 3,
    because: 'defaultRetryDelay is 180 seconds. Two busy answers cost six minutes.',
    opensAt: (run) => run.started('patient'),
    refutedBy: (run) => run.started('patient', 2),
  },
  facts: (run) => [
    run.published('patient').times(3),
    {
      says: 'all three messages carry one id',
      holds:
        new Set(run.trace.flatMap((event) => (event.type === 'task-sent' ? [event.taskId] : []))).size === 1,
    },
    { says: 'patient is started three times', holds: run.starts('patient') === 3 },
    {
      says: 'each retry has to wait for three minutes',
      holds: run.trace.every(
        (event) =>
          event.type !== 'task-sent' ||
          event.etaMs === null ||
          Math.round((event.etaMs - event.atMs) / 1000) === 180,
      ),
    },
    run.result('r').gives('SMS to 1234'),
  ],
})
