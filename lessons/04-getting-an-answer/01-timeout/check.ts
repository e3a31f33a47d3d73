import { app } from 'celeriac/bank/desk'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '01-timeout',
  title: 'A ticket, and some patience',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/calling.html#basics',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'get() gave up after half a second. What becomes of the SMS?',
    options: ['it is stopped', 'it goes back to the queue', 'it is sent'],
    answer: 3,
    because: 'only the waiting has ended. A later get() gives the value.',
    opensAt: (run) => run.raised('r'),
    refutedBy: (run) => run.succeeded('sendSms'),
  },
  facts: (run) => [
    run.get('r').raises('TimeoutError'),
    run.published('sendSms').times(1),
    run.result('r').gives('SMS sent'),
    {
      says: 'the second get() gives the value',
      holds: run.returned('r').event > run.raised('r').event,
    },
  ],
})
