import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '07-chord',
  title: 'A chord waits for all',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#chords',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'When is countSms published?',
    options: ['when sendSms has ended', 'when both sends have ended', 'when r.get() is called'],
    answer: 2,
    because: 'the process whose task makes the counter full publishes the body.',
    refutedBy: (run) => run.sent('countSms'),
  },
  facts: (run) => [
    run.task('countSms').startsAfter('sendSms'),
    run.task('countSms').startsAfter('sendWhatsapp'),
    run.result('r').gives([1, 1]),
    run.result('r.parent').gives(['SMS sent', 'WhatsApp sent']),
    run.published('countSms').times(1),
  ],
})
