import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '07-one-call',
  title: 'Your turn: one call is enough',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#error-handling',
  ...world,
  concurrency: 2,
  facts: [
    (run) => run.published('sendSms').times(2),
    (run) => run.errback('callStaff').isCalled(1),
    (run) => run.errback('callStaff').isToldOf(['ChordError']),
    (run) => run.result('r').failsWith('ChordError'),
  ],
  goal: true,
})
