import { app } from 'celeriac/bank/bounces'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson as ignores } from './ignores.ts'
import { lesson as returns } from './returns.ts'

export default step({
  folder: '04-overwritten',
  title: 'The last word',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#ignore',
  app,
  ...world,
  programs: { 'returns.ts': returns, 'ignores.ts': ignores },
  predict: {
    ask: 'Both tasks store BOUNCED. What is the state in the end?',
    options: ['BOUNCED for both', 'SUCCESS for returns.ts, BOUNCED for ignores.ts', 'SUCCESS for both'],
    answer: 2,
    because: 'a task that returns has succeeded, whatever it has stored before.',
    opensAt: (returns) => returns!.stored('r', 1),
    refutedBy: { 1: (returns) => returns!.stored('r', 2), 3: (_, ignores) => ignores!.end() },
  },
  facts: (returns, ignores) => [
    {
      says: 'returns.ts: r is BOUNCED, then SUCCESS',
      holds: returns!.states('r').join() === 'BOUNCED,SUCCESS',
    },
    returns!.result('r').gives('bounced', 'returns.ts: r.get() is "bounced"'),
    { says: 'ignores.ts: r is BOUNCED, and nothing else', holds: ignores!.states('r').join() === 'BOUNCED' },
  ],
})
