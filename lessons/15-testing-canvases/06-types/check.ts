import { app } from 'celeriac/bank/savings'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '06-types',
  title: 'Tests that never run',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'mail takes a text. What happens when it is given the number all the same?',
    options: ['TypeError at the sender', 'TypeError in the worker', 'SUCCESS, with a strange mail'],
    answer: 3,
    because: 'types are gone at run time. The number goes into the text, and nobody notices.',
    refutedBy: (run) => run.stored('r'),
  },
  facts: (run) => [
    run.published('mail').with([2468]),
    run.result('r').hasState('SUCCESS'),
    run.result('r').gives('mailed: 2468'),
  ],
})
