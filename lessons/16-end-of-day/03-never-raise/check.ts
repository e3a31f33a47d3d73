import { app } from 'celeriac/bank/evening'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '03-never-raise',
  title: 'Parts that never raise',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'WhatsApp stays down. What does the director get, and when?',
    options: [
      'one line, when the SMS are out',
      'two lines, after the third try',
      'nothing: RETRY has failed the chord',
    ],
    answer: 2,
    because: 'the chord waits while the part retries. In the end it has two values, one about a failure.',
    opensAt: (run) => run.started('tryWhatsapp'),
    refutedBy: { 1: (run) => run.started('tryWhatsapp', 2), 3: (run) => run.sent('report') },
  },
  facts: (run) => [
    { says: 'tryWhatsapp is started three times', holds: run.starts('tryWhatsapp') === 3 },
    run.published('report').with([['SMS: $700', 'WhatsApp: failed']]),
    run.published('report').times(1),
    run.result('r').gives(1),
  ],
})
