import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '12-one-sms',
  title: 'Your turn: one SMS, and later',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#signatures',
  ...world,
  concurrency: 2,
  facts: [
    (run) => run.published('sendSms').times(1),
    (run) => ({
      says: 'sendSms must not start for five seconds',
      holds: run.trace.every(
        (event) => event.type !== 'task-sent' || (event.etaMs ?? 0) - event.atMs >= 5000,
      ),
      instead: 'a message may start at once',
      about: run.sent('sendSms'),
    }),
    (run) => run.value('said').is('SMS sent'),
  ],
  goal: true,
})
