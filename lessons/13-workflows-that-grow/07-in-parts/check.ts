import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '07-in-parts',
  title: 'Your turn: in parts of two',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#chunks',
  ...world,
  types: { made: 'number' },
  facts: [
    (run) => run.published('starmap').times(3),
    (run) => run.published('countAll').times(1),
    (run) => run.task('countAll').startsAfter('starmap', 3),
    (run) => run.value('made').is(5),
  ],
  goal: true,
})
