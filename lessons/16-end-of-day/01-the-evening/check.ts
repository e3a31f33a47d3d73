import { app } from 'celeriac/bank/evening'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '01-the-evening',
  title: 'The whole evening',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Nobody wrote "chord". How many chords does the backend count in this chain?',
    options: ['none', 'one', 'two'],
    answer: 3,
    because: 'each group has a step after it, which must wait for all of the group: that is a chord.',
    opensAt: (run) => run.nothing(),
    refutedBy: { 1: (run) => run.counted(1), 2: (run) => run.counted(3) },
  },
  facts: (run) => [
    { says: 'two chords count to two', holds: run.sizes().join() === '2,2' },
    run.published('reconcile').with([[500, 200]]),
    run.published('report').with([['SMS: $700', 'mail: $700']]),
    run.published('report').times(1),
    run.task('report').startsAfter('tellBySms'),
    run.task('report').startsAfter('tellByMail'),
    run.result('r').gives(1),
  ],
})
