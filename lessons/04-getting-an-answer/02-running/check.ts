import { app } from 'celeriac/bank/desk'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '02-running',
  title: 'Running, and still PENDING',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#states',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'A worker is at the SMS. What does r.state() say?',
    options: ['STARTED', 'RECEIVED', 'PENDING'],
    answer: 3,
    because: 'the first thing that is stored is the end. Only trackStarted stores a STARTED.',
    opensAt: (run) => run.raised('r'),
    refutedBy: (run) => run.stored('r'),
  },
  facts: (run) => [
    run.value('state').is('PENDING'),
    run.value('ready').is(false),
    {
      says: 'the worker had begun before the clerk asked',
      holds: run.started('sendSms').event < run.raised('r').event,
    },
    run.result('r').gives('SMS sent'),
  ],
})
