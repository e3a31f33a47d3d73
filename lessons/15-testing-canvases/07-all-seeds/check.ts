import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '07-all-seeds',
  title: 'Your turn: every seed',
  ...world,
  types: { fails: 'number[]' },
  facts: [
    (run) => run.value('fails').is([]),
    (run) => run.published('deposit').times(1),
    (run) => run.published('withdraw').times(1),
    (run) => run.task('withdraw').startsAfter('deposit'),
  ],
})
