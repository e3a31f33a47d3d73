import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '03-order',
  title: 'First sent, last done',
  app,
  ...world,
  workers: 2,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'WhatsApp is sent first, the SMS after it. Which is with the customer first?',
    options: ['WhatsApp, as it was sent first', 'the SMS, as it is quicker', 'both at the same moment'],
    answer: 2,
    because: 'they start in the order of the queue. With two workers the ends come as they come.',
    opensAt: (run) => run.sent('sendSms'),
    refutedBy: (run) => run.succeeded('sendSms'),
  },
  facts: (run) => [
    {
      says: 'sendWhatsapp is published before sendSms',
      holds: run.sent('sendWhatsapp').event < run.sent('sendSms').event,
    },
    run.task('sendSms').endsBefore('sendWhatsapp'),
    { says: 'the two run at the same time', holds: run.mostAtOnce() === 2 },
    {
      says: 'each worker runs one of them',
      holds: run.startedBy('sendSms').concat(run.startedBy('sendWhatsapp')).sort().join() === '1,2',
    },
  ],
})
