import { app } from 'celeriac/bank/gateway'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '02-propagate',
  title: 'Half of a group fails',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#group-results',
  app,
  ...world,
  concurrency: 2,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The first get() raised. What does r.get({ propagate: false }) give?',
    options: ['["WhatsApp sent"]', '[GatewayDown, "WhatsApp sent"]', '[null, "WhatsApp sent"]'],
    answer: 2,
    because: 'errors stay in their places, as values. The other member ran on as if nothing had happened.',
    opensAt: (run) => run.raised('r'),
    refutedBy: (run) => run.returned('r'),
  },
  facts: (run) => [
    run.result('r[0]').failsWith('GatewayDown'),
    run.result('r[1]').gives('WhatsApp sent'),
    run.get('r').raises('GatewayDown'),
    {
      says: 'the first get() does not wait for WhatsApp',
      holds: run.raised('r').event < run.succeeded('sendWhatsapp').event,
    },
  ],
})
