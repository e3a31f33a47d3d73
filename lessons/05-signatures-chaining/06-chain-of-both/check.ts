import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '06-chain-of-both',
  title: 'A last step that returns both',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#chains',
  app,
  ...world,
  concurrency: 2,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'r.get() gives both results. Who puts them into one list?',
    options: ['the chain, which collects them', 'confirmBoth, the last step', 'get(), which asks for both'],
    answer: 2,
    because: 'the backend stores one value under the last task: the list that it returned.',
    refutedBy: (run) => run.stored('r'),
  },
  facts: (run) => [
    run.task('confirmBoth').startsAfter('sendSms'),
    run.result('r').gives(['SMS sent', 'WhatsApp sent']),
    run.result('r').isOf('confirmBoth'),
    run.result('r.parent').gives('SMS sent'),
  ],
})
