import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '05-chain',
  title: 'A chain gives its last result',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#chains',
  app,
  ...world,
  concurrency: 2,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'What does r.get() give?',
    options: ['"SMS sent"', '"WhatsApp sent"', '["SMS sent", "WhatsApp sent"]'],
    answer: 2,
    because: 'r is the result of the last step. The one before it is r.parent.',
    refutedBy: (run) => run.returned('r'),
  },
  facts: (run) => [
    run.task('confirmSms').startsAfter('sendSms'),
    run.result('r').gives('WhatsApp sent'),
    run.result('r').isOf('confirmSms'),
    run.result('r.parent').gives('SMS sent'),
    run.published('sendSms').times(1),
    run.published('confirmSms').times(1),
  ],
})
