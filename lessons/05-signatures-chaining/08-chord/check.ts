import { app } from '../../bank.ts'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson as asWritten } from './asWritten.ts'
import { lesson as repaired } from './repaired.ts'

export default step({
  folder: '08-chord',
  title: 'A chord waits for all',
  app,
  ...world,
  programs: { 'asWritten.ts': asWritten, 'repaired.ts': repaired },
  predict: {
    ask: 'In the repaired chord, when is countSms published?',
    options: ['when sendSms has ended', 'when both sends have ended', 'when r.get() is called'],
    answer: 2,
    because: 'the worker whose task makes the counter full publishes the body.',
    opensAt: (_, run) => run!.applied(),
    refutedBy: (_, run) => run!.sent('countSms'),
  },
  facts: (_, run) => [
    run!.task('countSms').startsAfter('sendSms'),
    run!.task('countSms').startsAfter('sendWhatsapp'),
    run!.result('r').gives([1, 1]),
    run!.result('r.parent').gives(['SMS sent', 'WhatsApp sent']),
    run!.published('countSms').times(1),
  ],
})
