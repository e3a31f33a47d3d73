import { app } from 'celeriac/bank/gateway'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '03-chord-header',
  title: 'A chord loses a part',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#error-handling',
  app,
  ...world,
  concurrency: 2,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'sendSms has failed, WhatsApp is still on its way. What becomes of countSent?',
    options: ['failed at once', 'failed when WhatsApp is out', 'run when WhatsApp is out, with one'],
    answer: 2,
    because: 'a failure is counted like any part. When the count is full, the body is failed, not run.',
    opensAt: (run) => run.counted(1),
    refutedBy: { 1: (run) => run.succeeded('sendWhatsapp'), 3: (run) => run.stored('r') },
  },
  facts: (run) => [
    run.published('countSent').times(0),
    run.result('r').failsWith('ChordError'),
    run.result('r.parent[1]').gives('WhatsApp sent'),
    {
      says: 'the body fails after the last header task has ended',
      holds: run.stored('r').event > run.stored('r.parent[1]').event,
    },
    run.get('r').raises('GatewayDown'),
    run.get('r', 2).raises('ChordError'),
  ],
})
