import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '08-hear-of-it',
  title: 'Your turn: hear of it in time',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#group-results',
  ...world,
  concurrency: 2,
  facts: [
    (run) => run.result('r.parent').failsWith('GatewayDown'),
    (run) => run.published('archive').times(0),
    (run) => run.value('said').is('GatewayDown'),
  ],
  goal: true,
})
