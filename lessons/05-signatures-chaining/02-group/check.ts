import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '02-group',
  title: 'Your turn: a group, sent once',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#groups',
  ...world,
  types: { said: '[string, string]' },
  facts: [
    (run) => run.published('sendSms').times(1),
    (run) => run.published('sendWhatsapp').times(1),
    (run) => ({
      says: 'no message may start for five seconds',
      holds: run.trace.every(
        (event) => event.type !== 'task-sent' || (event.etaMs ?? 0) - event.atMs >= 5000,
      ),
      instead: 'one may start at once',
      about: run.sent('sendSms'),
    }),
    (run) => run.value('said').is(['SMS sent', 'WhatsApp sent']),
  ],
  goal: true,
})
