import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '04-call-order',
  title: 'Results in call order',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#group-results',
  app,
  ...world,
  concurrency: 2,
  latency: { ...world.latency, run: { default: [600, 100], 'bank.send_sms': [2400, 200] } },
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'WhatsApp is out first. What will r.get() give?',
    options: ['["SMS sent", "WhatsApp sent"]', '["WhatsApp sent", "SMS sent"]', '"WhatsApp sent"'],
    answer: 1,
    because: 'get() waits for every member, and its list is in the order of the call, not of the finish.',
    opensAt: (run) => run.succeeded('sendWhatsapp'),
    refutedBy: (run) => run.returned('r'),
  },
  facts: (run) => [
    run.task('sendWhatsapp').endsBefore('sendSms'),
    run.result('r').gives(['SMS sent', 'WhatsApp sent']),
    run.result('r[0]').isOf('sendSms'),
    run.result('r[1]').isOf('sendWhatsapp'),
  ],
})
