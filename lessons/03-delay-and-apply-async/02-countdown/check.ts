import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '02-countdown',
  title: 'Where a countdown is counted',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/calling.html#eta-and-countdown',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Where is the message while the four seconds pass?',
    options: ['with the program', 'in the queue, at the broker', "in a worker's memory"],
    answer: 3,
    because: 'a worker takes it at once, and keeps it until it is time. It may keep thousands.',
    refutedBy: (run) => run.received('sendSms'),
  },
  facts: (run) => [
    {
      says: 'the worker has received the parked SMS before it starts the other',
      holds: run.received('sendSms').event < run.started('sendSms', 1).event,
    },
    { says: 'r2 is sent later, and runs first', holds: run.stored('r2').event < run.stored('r1').event },
    run.result('r1').gives('SMS sent'),
  ],
})
