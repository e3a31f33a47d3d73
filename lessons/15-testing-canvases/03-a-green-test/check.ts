import { app } from 'celeriac/bank/savings'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '03-a-green-test',
  title: 'A green test',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The value is right, and the test is green. How many SMS does the customer get?',
    options: ['one', 'two', 'none: a test sends nothing'],
    answer: 2,
    because: 'delay() and applyAsync() each send one. r is the result of the second.',
    opensAt: (run) => run.nothing(),
    refutedBy: { 1: (run) => run.sent('sendSms', 2), 3: (run) => run.started('sendSms') },
  },
  facts: (run) => [
    run.value('sent').is(2, 'two messages are sent'),
    run.published('sendSms').times(2),
    run.result('r').gives('SMS to 1234'),
  ],
})
