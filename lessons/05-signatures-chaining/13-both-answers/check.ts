import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '13-both-answers',
  title: 'Your turn: both answers',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#callbacks',
  ...world,
  concurrency: 2,
  types: { both: 'string[]' },
  facts: [
    (run) => run.published('sendSms').times(1),
    (run) => run.published('confirmBoth').times(1),
    (run) => run.task('confirmBoth').startsAfter('sendSms'),
    (run) => run.value('both').is(['SMS sent', 'WhatsApp sent']),
  ],
  goal: true,
})
