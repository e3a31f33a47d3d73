import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { app, lesson } from './canvas.ts'

export default step({
  folder: '03-progress',
  title: 'How far it is',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#custom-states',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'pay has stored PROGRESS with { done: 1 }. What does r.get() do?',
    options: ['give { done: 1 }', 'raise: PROGRESS is no state', 'wait on'],
    answer: 3,
    because: 'only SUCCESS, FAILURE and REVOKED end a task. Every other state is news.',
    opensAt: (run) => run.stored('r', 1),
    refutedBy: (run) => run.stored('r', 2),
  },
  facts: (run) => [
    {
      says: 'pay stores PROGRESS three times, and SUCCESS once',
      holds: run.states('r').join() === 'PROGRESS,PROGRESS,PROGRESS,SUCCESS',
    },
    run.result('r').gives('3 paid'),
    {
      says: 'get() comes back after the last of them',
      holds: run.returned('r').event > run.stored('r').event,
    },
  ],
})
