import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '03-earliest',
  title: 'The earliest, not the time',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/calling.html#eta-and-countdown',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The report takes five seconds, the countdown is two. When does the SMS start?',
    options: ['after two seconds', 'when the report is done', 'two seconds after the report'],
    answer: 2,
    because: 'the two seconds pass while the report runs. After that it only waits for a process.',
    opensAt: (run) => run.received('sendSms'),
    refutedBy: { 1: (run) => run.succeeded('dayReport'), 3: (run) => run.started('sendSms') },
  },
  facts: (run) => [
    run.task('sendSms').startsAfter('dayReport'),
    { says: 'one task runs at a time', holds: run.mostAtOnce() === 1 },
    run.result('sms').gives('SMS sent'),
  ],
})
