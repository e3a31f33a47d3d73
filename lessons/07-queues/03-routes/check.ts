import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { app, lesson } from './canvas.ts'

export default step({
  folder: '03-routes',
  title: 'Two routes fit',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/routing.html#routing-automatic',
  app,
  ...world,
  workers: [{ queues: ['celery', 'office', 'sms'] }],
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Both lines fit bank.send_sms. Where does the SMS go?',
    options: ['to office: the first that fits', 'to sms: its name is written out', 'to both'],
    answer: 2,
    because: 'a name goes before every pattern. Among patterns the first that fits counts.',
    refutedBy: (run) => run.sent('sendSms'),
  },
  facts: (run) => [
    run.published('deposit').to('office'),
    run.published('sendSms').to('sms'),
    run.result('b').gives('SMS sent'),
  ],
})
