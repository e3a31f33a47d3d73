import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { app, lesson } from './canvas.ts'

export default step({
  folder: '05-counter',
  title: 'A counter that lies',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#task-state',
  app,
  ...world,
  workers: 2,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Two workers, four SMS. What does r.get() give?',
    options: ['[1, 2, 3, 4]', '[1, 1, 2, 2]', '[4, 4, 4, 4]'],
    answer: 2,
    because: 'every process counts what it has done itself. Nobody has counted to four.',
    refutedBy: (run) => run.returned('r'),
  },
  facts: (run) => [
    run.result('r').gives([1, 1, 2, 2]),
    { says: 'each worker sends two', holds: [...run.startedBy('sendSms')].sort().join() === '1,1,2,2' },
    run.published('sendSms').times(4),
  ],
})
