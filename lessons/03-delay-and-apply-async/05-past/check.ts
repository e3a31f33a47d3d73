import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '05-past',
  title: 'An eta of yesterday',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/calling.html#eta-and-countdown',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The eta is years ago. What becomes of this SMS?',
    options: ['the sender refuses it', 'it is never sent', 'it is sent at once'],
    answer: 3,
    because: 'an eta is the earliest time, and that has passed.',
    refutedBy: { 1: (run) => run.sent('sendSms'), 2: (run) => run.started('sendSms') },
  },
  facts: (run) => [
    run.published('sendSms').times(1),
    {
      says: 'it starts as soon as it is received',
      holds: run.started('sendSms').event === run.received('sendSms').event + 1,
    },
    run.result('r').gives('SMS sent'),
  ],
})
