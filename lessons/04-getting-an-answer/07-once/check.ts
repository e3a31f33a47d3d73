import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '07-once',
  title: 'Your turn: slow is not lost',
  ...world,
  facts: [
    (run) => run.published('sendSms').times(1),
    (run) => run.get('r').raises('TimeoutError'),
    (run) => run.value('said').is('SMS sent'),
  ],
})
