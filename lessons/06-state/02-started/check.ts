import { app } from 'celeriac/bank/progress'
import { step } from '../../lesson.ts'
import { dies, world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '02-started',
  title: 'STARTED, and nobody at it',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#started',
  app,
  ...world,
  faults: dies,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The worker has died in the middle of the report. What is its state an hour later?',
    options: ['FAILURE', 'PENDING', 'STARTED'],
    answer: 3,
    because: 'that was stored last, and nobody is left to store another. After a day it expires: PENDING.',
    opensAt: (run) => run.died(),
    refutedBy: (run) => run.end(),
  },
  facts: (run) => [
    run.result('r').hasState('STARTED'),
    run.value('state').is('STARTED'),
    {
      says: 'the report is started once, and never ends',
      holds: run.starts('dayReport') === 1 && run.values('dayReport').length === 0,
    },
    run.get('r').raises('NeverReady'),
  ],
})
