import { app } from 'celeriac/bank/post'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '07-too-late',
  title: 'Urgent, but too late',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/optimizing.html#prefetch-limits',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The alert has 0, the SMS have 6. When is the alert sent?',
    options: ['as soon as the report is done', 'after one SMS', 'after all three SMS'],
    answer: 3,
    because: 'the worker had taken them already. Only what waits at the broker is put in order.',
    opensAt: (run) => run.received('sendAlert'),
    refutedBy: { 1: (run) => run.started('sendSms', 1), 2: (run) => run.started('sendSms', 2) },
  },
  facts: (run) => [
    run.task('sendAlert').startsAfter('sendSms', 3),
    {
      says: 'the worker receives the three SMS, then the alert',
      holds: run.received('sendSms', 3).event < run.received('sendAlert').event,
    },
    {
      says: 'it has taken all of them before the report is done',
      holds: run.received('sendAlert').event < run.succeeded('dayReport').event,
    },
  ],
})
