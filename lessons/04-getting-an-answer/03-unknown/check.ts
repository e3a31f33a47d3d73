import { app } from 'celeriac/bank/desk'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '03-unknown',
  title: 'An id that nobody sent',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#pending',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'What is the state of no-such-id?',
    options: ['none: state() raises', 'UNKNOWN', 'PENDING'],
    answer: 3,
    because: 'PENDING is the word for every id of which the backend has nothing. So get() would wait.',
    opensAt: (run) => run.started('sendSms'),
    refutedBy: (run) => run.returned('r'),
  },
  facts: (run) => [
    run.result('r').hasState('SUCCESS'),
    run.value('state').is('PENDING'),
    run.value('value').is(null),
    {
      says: 'nothing is ever stored under it',
      holds: run.trace.filter(({ type }) => type === 'result-stored').length === 1,
    },
  ],
})
