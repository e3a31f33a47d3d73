import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '04-name',
  title: 'A name that nobody knows',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#names',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'No worker has a task of this name. Who notices?',
    options: [
      'the program, when it sends',
      'the broker, when it takes the message',
      'the worker, when it gets it',
    ],
    answer: 3,
    because: 'it stores FAILURE with NotRegistered, and throws the message away.',
    refutedBy: (run) => run.failed('sendFax'),
  },
  facts: (run) => [
    run.published('sendFax').times(1),
    { says: 'no process starts sendFax', holds: run.starts('sendFax') === 0 },
    run.result('r').failsWith('NotRegistered'),
    run.get('r').raises('NotRegistered'),
  ],
})
