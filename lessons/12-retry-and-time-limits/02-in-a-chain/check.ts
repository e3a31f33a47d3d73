import { app } from 'celeriac/bank/overworked'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '02-in-a-chain',
  title: 'A retry in a chain',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#chains',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'smsText runs three times. How often does archive run?',
    options: ['three times: once after each try', 'once', 'never: the retry has lost the chain'],
    answer: 2,
    because: 'the rest of the chain goes with each retry, and only the run that succeeds hands it on.',
    opensAt: (run) => run.started('smsText'),
    refutedBy: { 1: (run) => run.started('archive'), 3: (run) => run.sent('archive') },
  },
  facts: (run) => [
    run.published('smsText').times(3),
    run.published('archive').times(1),
    run.published('deposit').times(1),
    run.task('archive').startsAfter('smsText'),
    run.result('r').gives('filed: SMS +$5000'),
  ],
})
