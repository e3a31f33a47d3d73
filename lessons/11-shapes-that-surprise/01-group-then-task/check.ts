import { app } from 'celeriac/bank/reports'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '01-group-then-task',
  title: 'A group, then a task',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Three tills, then total. How often does total run?',
    options: ['once', 'three times, once for each till', 'never: a group has no next step'],
    answer: 1,
    because: 'a group with something after it is a chord. Its body runs once, with the list.',
    opensAt: (run) => run.counted(1),
    refutedBy: { 2: (run) => run.sent('total'), 3: (run) => run.sent('total') },
  },
  facts: (run) => [
    run.published('total').times(1),
    run.task('total').startsAfter('till', 1),
    run.task('total').startsAfter('till', 2),
    run.task('total').startsAfter('till', 3),
    run.result('r').gives(600),
    run.result('r.parent').gives([300, 200, 100]),
  ],
})
