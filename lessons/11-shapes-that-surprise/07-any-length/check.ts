import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '07-any-length',
  title: 'Your turn: a list of any length',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#group-unrolling',
  ...world,
  types: { sum: 'number' },
  facts: [
    (run) => run.published('till').times(1),
    (run) => run.published('total').with([[300]], 'total is given [300], a list'),
    (run) => run.value('sum').is(300),
  ],
  goal: true,
})
