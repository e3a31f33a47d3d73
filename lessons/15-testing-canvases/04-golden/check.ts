import { app } from 'celeriac/bank/savings'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '04-golden',
  title: 'A golden timeline',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The archive waits for a minute now. Which tests notice?',
    options: ['one on the value', 'one on the transcript', 'both'],
    answer: 2,
    because: 'the value is what it was. The run is another one, and its text says where.',
    refutedBy: { 1: (run) => run.returned('r'), 3: (run) => run.returned('r') },
  },
  facts: (run) => [
    run.value('value').is('filed: SMS to 1234'),
    run.value('isKept').is(false, 'the transcript is another one'),
    run.published('archive').times(1),
    run.task('archive').startsAfter('sendSms'),
  ],
})
