import { app } from 'celeriac/bank/accounts'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '02-one-bad-item',
  title: 'One bad item',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The second of three balances raises. What does r.get({ propagate: false }) give?',
    options: ['[1010, Overdrawn, 3030]', '[1010, 3030]', 'Overdrawn, and nothing else'],
    answer: 3,
    because: 'a map is one task. It fails as a whole, and the value of the first item goes with it.',
    refutedBy: (run) => run.stored('r'),
  },
  facts: (run) => [
    run.result('r').hasState('FAILURE'),
    run.result('r').failsWith('Overdrawn'),
    {
      says: 'one result is stored',
      holds: run.trace.filter(({ type }) => type === 'result-stored').length === 1,
    },
  ],
})
