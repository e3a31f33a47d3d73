import { app } from 'celeriac/bank/savings'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '02-seeds',
  title: 'Twenty seeds',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'With seed 1 nothing fails. And with the seeds from 1 to 20?',
    options: ['nothing: the code is the same', 'some of them fail', 'all but the first fail'],
    answer: 2,
    because: 'a group has no order. In some runs the rent is first, and finds an empty account.',
    refutedBy: { 1: (run) => run.failed('withdraw'), 3: (run) => run.end() },
  },
  facts: (run) => [
    run.value('first').is(false, 'seed 1 does not fail'),
    run.value('failing').is(8, 'eight of the twenty fail'),
    {
      says: 'in the run that is shown withdraw starts first',
      holds: run.started('withdraw').event < run.started('deposit').event,
    },
    run.result('r[1]').failsWith('NotEnough'),
    run.result('r[0]').gives(100),
  ],
})
