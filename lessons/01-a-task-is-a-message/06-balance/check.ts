import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '06-balance',
  title: 'Your turn: show the balance',
  ...world,
  types: { left: 'number' },
  facts: [
    (run) => run.published('credit').times(1),
    (run) => run.result('r').gives({ number: 1234, balance: 5000 }, 'r is the account with the money'),
    (run) => run.value('left').is(5000),
  ],
})
