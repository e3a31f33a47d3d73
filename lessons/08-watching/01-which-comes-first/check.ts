import { app } from 'celeriac/bank/channels'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '01-which-comes-first',
  title: 'Which comes first',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Which event does a monitor see first?',
    options: ['task-succeeded of sendSms', 'task-sent of archive', 'both in one'],
    answer: 2,
    because: 'the process hands on, then stores, then says that it is done. The next step may begin before.',
    opensAt: (run) => run.started('sendSms'),
    refutedBy: { 1: (run) => run.succeeded('sendSms'), 3: (run) => run.sent('archive') },
  },
  facts: (run) => [
    {
      says: 'archive is sent before sendSms has succeeded',
      holds: run.sent('archive').event < run.succeeded('sendSms').event,
    },
    {
      says: 'the result of sendSms is stored in between',
      holds:
        run.sent('archive').event < run.stored('r.parent').event &&
        run.stored('r.parent').event < run.succeeded('sendSms').event,
    },
    run.result('r').gives('filed: SMS to 1234'),
  ],
})
