import { app } from 'celeriac/bank/channels'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '03-no-last-word',
  title: 'A task without a last word',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#ignore',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'What is the last event that a monitor gets of this task?',
    options: ['task-started', 'task-succeeded', 'task-rejected'],
    answer: 1,
    because: 'no event tells of an Ignore. To a monitor the task runs on, and to a program it is PENDING.',
    opensAt: (run) => run.started('sendFax'),
    refutedBy: (run) => run.end(),
  },
  facts: (run) => [
    {
      says: "none of Celery's events tells of its end",
      holds: run.trace.every(({ type }) => !/^task-(succeeded|failed|retried|revoked|rejected)$/.test(type)),
    },
    { says: 'nothing is stored', holds: run.trace.every(({ type }) => type !== 'result-stored') },
    { says: 'sendFax is started once', holds: run.starts('sendFax') === 1 },
    run.result('r').hasState('PENDING'),
  ],
})
