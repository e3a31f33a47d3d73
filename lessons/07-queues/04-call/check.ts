import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { app, lesson } from './canvas.ts'

export default step({
  folder: '04-call',
  title: 'Three people, three queues',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/calling.html#routing-options',
  app,
  ...world,
  workers: [{ queues: ['office', 'sms', 'urgent'] }],
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Where do the two SMS go?',
    options: ['office and office', 'office and urgent', 'sms and urgent'],
    answer: 3,
    because: 'the call wins over the task, and the task over the routes.',
    opensAt: (run) => run.nothing(),
    refutedBy: { 1: (run) => run.sent('sendSms'), 2: (run) => run.sent('sendSms') },
  },
  facts: (run) => [
    run.published('sendSms').to('sms', 'urgent'),
    run.result('a').gives('SMS sent'),
    run.result('b').gives('SMS sent'),
  ],
})
