import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson as chain } from './chain.ts'
import { lesson as link } from './link.ts'

export default step({
  folder: '06-link',
  title: 'Link is not chain',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#callbacks',
  app,
  ...world,
  concurrency: 2,
  programs: { 'chain.ts': chain, 'link.ts': link },
  predict: {
    ask: 'r.get() of the chain gives "WhatsApp sent". And r.get() of the link?',
    options: ['"SMS sent"', '"WhatsApp sent"', '["SMS sent", "WhatsApp sent"]'],
    answer: 1,
    because: 'r belongs to the task that was sent. The linked one is only reached through r.children[0].',
    refutedBy: (_, run) => run!.returned('r'),
  },
  facts: (chained, linked) => [
    chained!.result('r').gives('WhatsApp sent', 'chain.ts: r.get() is "WhatsApp sent"'),
    chained!.result('r.parent').gives('SMS sent', 'chain.ts: r.parent.get() is "SMS sent"'),
    linked!.result('r').gives('SMS sent', 'link.ts: r.get() is "SMS sent"'),
    linked!.result('r.children[0]').gives('WhatsApp sent', 'link.ts: r.children[0].get() is "WhatsApp sent"'),
    linked!.task('confirmSms').startsAfter('sendSms'),
  ],
})
