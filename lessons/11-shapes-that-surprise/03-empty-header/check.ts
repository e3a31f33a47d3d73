import { app } from 'celeriac/bank/reports'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '03-empty-header',
  title: 'A chord of nothing',
  app,
  ...world,
  concurrency: 2,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'No branch is open, so the header is empty. What does r.get() do?',
    options: ['give 0', 'wait for ever', 'raise an error'],
    answer: 1,
    because: 'there is nothing to wait for, so the sender publishes the body at once, with an empty list.',
    refutedBy: (run) => run.returned('r'),
  },
  facts: (run) => [
    run.published('total').times(1),
    run.published('total').with([[]]),
    run.published('till').times(0),
    run.result('r').gives(0),
  ],
})
