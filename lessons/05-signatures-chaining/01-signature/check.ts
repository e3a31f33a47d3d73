import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '01-signature',
  title: 'One signature, three calls',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#signatures',
  app,
  ...world,
  concurrency: 2,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The account was credited once. How many SMS does the customer get?',
    options: ['one', 'two', 'three'],
    answer: 3,
    because: 'delay() and applyAsync() are not spellings of one call. Each sends the signature again.',
    refutedBy: (run) => run.sent('sendSms', 3),
  },
  facts: (run) => [
    run.published('sendSms').times(3),
    run.result('r1').gives('SMS sent'),
    run.result('r3').gives('SMS sent'),
    run.task('sendSms', 3).startsAfter('sendSms', 2),
  ],
})
