import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '08-send-and-count',
  title: 'Your turn: a chord, mended',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#chords',
  ...world,
  types: { counts: '[number, number]' },
  facts: [
    (run) => run.published('sendSms').times(1),
    (run) => run.published('sendWhatsapp').times(1),
    (run) => run.task('sendSms').overlaps('sendWhatsapp'),
    (run) => run.task('countSms').startsAfter('sendWhatsapp'),
    (run) => run.task('countWhatsapp').startsAfter('sendSms'),
    (run) => run.value('counts').is([1, 1]),
  ],
  goal: true,
})
