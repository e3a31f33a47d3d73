import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { app, lesson } from './canvas.ts'

export default step({
  folder: '06-results',
  title: 'A count that holds',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#chords',
  app,
  ...world,
  workers: 2,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The same two workers, two SMS each. What does count give?',
    options: ['2: what its own worker has sent', '4', '2 or 4, it depends'],
    answer: 2,
    because: 'it counts results, which come from the backend, not from the memory of a worker.',
    opensAt: (run) => run.counted(1),
    refutedBy: (run) => run.returned('r'),
  },
  facts: (run) => [
    run.result('r').gives(4),
    run.published('count').with([[1, 2, 3, 4]], 'count is given [1, 2, 3, 4]'),
    run.published('count').times(1),
  ],
})
