import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson as both } from './both.ts'
import { lesson as last } from './last.ts'

export default step({
  folder: '05-chain',
  title: 'A chain gives its last result',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#chains',
  app,
  ...world,
  concurrency: 2,
  programs: { 'last.ts': last, 'both.ts': both },
  predict: {
    ask: 'In both.ts, r.get() gives ["SMS sent", "WhatsApp sent"]. And in last.ts?',
    options: ['"SMS sent"', '"WhatsApp sent"', '["SMS sent", "WhatsApp sent"]'],
    answer: 2,
    because:
      'a chain collects nothing: r is the result of the last step, a list only if that task returns one. r.parent is the step before.',
    refutedBy: (run) => run.returned('r'),
  },
  facts: (last, both) => [
    last!.task('confirmSms').startsAfter('sendSms'),
    last!.result('r').gives('WhatsApp sent', 'last.ts: r.get() is "WhatsApp sent"'),
    last!.result('r').isOf('confirmSms'),
    last!.result('r.parent').gives('SMS sent', 'last.ts: r.parent.get() is "SMS sent"'),
    last!.published('sendSms').times(1),
    both!
      .result('r')
      .gives(['SMS sent', 'WhatsApp sent'], 'both.ts: r.get() is the list that confirmBoth returned'),
    both!.result('r.parent').gives('SMS sent', 'both.ts: r.parent.get() is "SMS sent"'),
  ],
})
