import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '07-between',
  title: 'Your turn: a task between',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#the-primitives',
  ...world,
  concurrency: 2,
  facts: [
    (run) => run.published('mail').times(1),
    (run) => run.published('print').times(1),
    (run) => run.published('mail').with([[500, 300]], 'mail is given [500, 300]'),
    (run) => run.value('done').is(['mailed', 'printed']),
  ],
  goal: true,
})
