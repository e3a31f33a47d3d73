import { app } from 'celeriac/bank/overworked'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '02-three-minutes',
  title: 'A retry that says nothing',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Nobody gave a countdown. When is the second try?',
    options: ['at once', 'after a second', 'after three minutes'],
    answer: 3,
    because: 'defaultRetryDelay is 180 seconds. Two busy answers cost six minutes.',
    opensAt: (run) => run.started('patient'),
    refutedBy: (run) => run.started('patient', 2),
  },
  facts: (run) => [
    run.published('patient').times(3),
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
