import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '06-in-time',
  title: 'Your turn: in time or not at all',
  ...world,
  facts: [
    (run) => run.published('dayReport').times(1),
    (run) => run.published('sendSms').times(2),
    (run) => run.result('code').hasState('REVOKED'),
    (run) => run.result('ask').gives('SMS sent'),
    (run) => ({
      says: 'one of the SMS is sent with a time before which it must not start',
      holds: run.trace.some((event) => event.type === 'task-sent' && (event.etaMs ?? 0) - event.atMs >= 8000),
      instead: 'both may start at once, or too early',
    }),
  ],
})
