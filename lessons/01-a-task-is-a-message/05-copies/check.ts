import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '05-copies',
  title: 'A copy of your account',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/calling.html#serializers',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: "credit adds 5000 to the account's balance. What is mine.balance in the end?",
    options: ['5000', '0', '5000, but only after r.get()'],
    answer: 2,
    because: 'the worker changed its own copy, and sent that back: r.get() has 5000, mine has not.',
    refutedBy: (run) => run.returned('r'),
  },
  facts: (run) => [
    run
      .published('credit')
      .with([{ number: 1234, balance: 0 }, 5000], 'credit is given an account with nothing on it'),
    run.result('r').gives({ number: 1234, balance: 5000 }, 'r.get() is an account with 5000'),
    run.value('left').is(0, 'mine.balance is 0'),
  ],
})
