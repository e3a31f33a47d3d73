import { app } from 'celeriac/bank/channels'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '04-bars',
  title: 'A timeline of your own',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Each SMS takes one second. How long are the bars, in seconds?',
    options: ['[1, 1, 1]', '[1, 2, 3]', '[3, 3, 3]'],
    answer: 2,
    because: 'they begin when the message is sent. The third waits two seconds for the process.',
    refutedBy: { 1: (run) => run.succeeded('sendSms', 2), 3: (run) => run.succeeded('sendSms') },
  },
  facts: (run) => [
    run.value('bars').is([1, 2, 3]),
    run.published('sendSms').times(3),
    { says: 'one task runs at a time', holds: run.mostAtOnce() === 1 },
    run.task('sendSms', 3).startsAfter('sendSms', 2),
  ],
})
