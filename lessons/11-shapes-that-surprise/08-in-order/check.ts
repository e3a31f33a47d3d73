import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '08-in-order',
  title: 'Your turn: in order',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#groups',
  ...world,
  facts: [
    (run) => run.published('till').times(3),
    (run) => ({ says: 'three tills are asked at the same time', holds: run.mostAtOnce() === 3 }),
    (run) => run.published('report').times(1),
    (run) => run.value('lines').is([300, 200, 100]),
  ],
  goal: true,
})
