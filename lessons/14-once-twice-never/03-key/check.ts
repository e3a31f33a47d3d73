import { app } from 'celeriac/bank/payments'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson as byKey } from './byKey.ts'
import { lesson as plain } from './plain.ts'

export default step({
  folder: '03-key',
  title: 'A key against paying twice',
  app,
  ...world,
  faults: { duplicated: 1 },
  programs: { 'plain.ts': plain, 'byKey.ts': byKey },
  predict: {
    ask: 'Each message comes twice. What is on the account in the end, with plain.ts and with byKey.ts?',
    options: ['5000 and 5000', '10000 and 5000', '10000 and 10000'],
    answer: 2,
    because: 'both tasks run twice. The second run of payOnce finds the key, and pays nothing.',
    refutedBy: { 1: (plain) => plain.succeeded('pay', 2), 3: (_, byKey) => byKey!.succeeded('payOnce', 2) },
  },
  facts: (plain, byKey) => [
    { says: 'plain.ts: pay runs twice', holds: plain!.starts('pay') === 2 },
    { says: 'plain.ts: its second run gives 10000', holds: plain!.values('pay')[1] === 10000 },
    plain!.result('r').gives(5000, 'plain.ts: r.get() is 5000 all the same'),
    { says: 'byKey.ts: payOnce runs twice', holds: byKey!.starts('payOnce') === 2 },
    { says: 'byKey.ts: its second run gives 5000', holds: byKey!.values('payOnce')[1] === 5000 },
  ],
})
