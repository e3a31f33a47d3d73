import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '06-honest-bars',
  title: 'Your turn: honest bars',
  ...world,
  types: { bars: 'number[]', waits: 'number[]' },
  facts: [
    (run) => run.value('bars').is([1, 1, 1]),
    (run) => run.value('waits').is([0, 1, 2]),
    (run) => run.published('sendSms').times(3),
  ],
})
