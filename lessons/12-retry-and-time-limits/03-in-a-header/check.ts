import { app } from 'celeriac/bank/overworked'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '03-in-a-header',
  title: 'A retry in a header',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#chords',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'WhatsApp is sent, the SMS waits for its second try. What does the counter say?',
    options: ['0 of 2', '1 of 2', '2 of 2: both have reported'],
    answer: 2,
    because: 'RETRY is not an end. Only the try that ends the task counts as its part.',
    opensAt: (run) => run.started('sendSms'),
    refutedBy: { 1: (run) => run.counted(1), 3: (run) => run.started('sendSms', 2) },
  },
  facts: (run) => [
    run.published('sendSms').times(3),
    run.published('countSent').times(1),
    run.published('countSent').with([['SMS sent', 'WhatsApp sent']]),
    run.task('countSent').startsAfter('sendSms'),
    {
      says: 'the counter is at 1 when the SMS is tried again',
      holds:
        run.counted(1).event < run.started('sendSms', 2).event &&
        run.counted(2).event > run.started('sendSms', 3).event,
    },
    run.result('r').gives(2),
  ],
})
