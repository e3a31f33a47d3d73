import { app } from 'celeriac/bank/channels'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson as ignored } from './ignored.ts'
import { lesson as queue } from './queue.ts'

export default step({
  folder: '05-stuck',
  title: 'A stuck chord',
  app,
  ...world,
  programs: { 'queue.ts': queue, 'ignored.ts': ignored },
  predict: {
    ask: 'Both hang at 1 of 2. In which does a worker start the part that is missing?',
    options: ['in both', 'in queue.ts', 'in ignored.ts'],
    answer: 3,
    because: 'the fax is started and never ends. Nobody consumes the queue that WhatsApp waits in.',
    refutedBy: { 1: (queue) => queue.end(), 2: (_, ignored) => ignored!.started('sendFax') },
  },
  facts: (queue, ignored) => [
    { says: 'queue.ts: sendWhatsapp is sent and never started', holds: queue!.starts('sendWhatsapp') === 0 },
    { ...queue!.published('sendWhatsapp').times(1), says: 'queue.ts: sendWhatsapp is published once' },
    {
      says: 'ignored.ts: sendFax is started and never ends',
      holds: ignored!.starts('sendFax') === 1 && ignored!.values('sendFax').length === 0,
    },
    { ...queue!.result('r').hasState('PENDING'), says: 'queue.ts: r is PENDING' },
    { ...ignored!.result('r').hasState('PENDING'), says: 'ignored.ts: r is PENDING' },
    { ...ignored!.published('count').times(0), says: 'ignored.ts: count is never published' },
  ],
})
