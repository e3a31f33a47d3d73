import { app } from 'celeriac/bank/overworked'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '04-enough',
  title: 'Enough is enough',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'maxRetries is 3, and the gateway stays busy. How often does the task run?',
    options: ['three times', 'four times', 'without end'],
    answer: 2,
    because: 'once, and three times again. The fourth run asks for one retry too many.',
    opensAt: (run) => run.started('stubborn'),
    refutedBy: { 1: (run) => run.started('stubborn', 4), 3: (run) => run.stored('r') },
  },
  facts: (run) => [
    { says: 'stubborn is started four times', holds: run.starts('stubborn') === 4 },
    run.published('stubborn').times(4),
    run.result('r').failsWith('MaxRetriesExceededError'),
    run.get('r').raises('MaxRetriesExceededError'),
  ],
})
