import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '03-waves',
  title: 'Six at once, on four processes',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/workers.html#concurrency',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Twelve messages, one worker with four processes. How many tasks run at the same time?',
    options: ['twelve: groups are parallel', 'six: one group, then the other', 'four: as many as processes'],
    answer: 3,
    because: 'a group is only as parallel as there are free processes. Twelve tasks come in three waves.',
    refutedBy: (run) => run.begun(5),
  },
  facts: (run) => [
    run.published('sendSms').times(6),
    run.published('sendWhatsapp').times(6),
    { says: 'four tasks run at the same time, and never more', holds: run.mostAtOnce() === 4 },
  ],
})
