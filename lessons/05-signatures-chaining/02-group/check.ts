import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '02-group',
  title: 'A group is sent whole',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#groups',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'How many messages does the customer get?',
    options: ['two', 'four', 'six'],
    answer: 3,
    because: 'every call sends every member: three times two.',
    refutedBy: {
      1: (run) => run.sent('sendSms', 2),
      2: (run) => run.sent('sendWhatsapp', 3),
    },
  },
  facts: (run) => [
    run.published('sendSms').times(3),
    run.published('sendWhatsapp').times(3),
    run.result('r1').gives(['SMS sent', 'WhatsApp sent']),
    run.result('r3').gives(['SMS sent', 'WhatsApp sent']),
  ],
})
