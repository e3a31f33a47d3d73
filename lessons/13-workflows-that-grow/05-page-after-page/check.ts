import { app } from 'celeriac/bank/accounts'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '05-page-after-page',
  title: 'Page after page',
  manual: 'https://docs.celeryq.dev/en/stable/reference/celery.app.task.html',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Each page adds 100. The first two runs are replaced. What does r.get() give?',
    options: [
      '100, what the first page has',
      '300, what the last page returns',
      'nothing: that task is gone',
    ],
    answer: 2,
    because: 'whatever replaces a task takes over its id. The run that returns stores its value there.',
    opensAt: (run) => run.started('pages'),
    refutedBy: (run) => run.stored('r'),
  },
  facts: (run) => [
    { says: 'pages is started three times', holds: run.starts('pages') === 3 },
    {
      says: 'all under one id',
      holds:
        new Set(run.trace.flatMap((event) => (event.type === 'task-started' ? [event.taskId] : []))).size ===
        1,
    },
    {
      says: 'one result is stored',
      holds: run.trace.filter(({ type }) => type === 'result-stored').length === 1,
    },
    run.result('r').gives(300),
  ],
})
