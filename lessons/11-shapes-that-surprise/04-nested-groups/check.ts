import { app } from 'celeriac/bank/reports'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '04-nested-groups',
  title: 'A group in a header',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Which list is report given?',
    options: ['[[300, 200], 100]', '[300, 200, 100]', '[200, 300, 100]'],
    answer: 3,
    because: 'the inner group is opened, and its members come out in reverse. Always, whoever ends first.',
    opensAt: (run) => run.counted(1),
    refutedBy: (run) => run.sent('report'),
  },
  facts: (run) => [
    run.published('till').times(3),
    run.published('report').with([[200, 300, 100]]),
    run.result('r').gives([200, 300, 100]),
  ],
})
