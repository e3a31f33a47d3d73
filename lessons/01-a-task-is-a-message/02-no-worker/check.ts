import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '02-no-worker',
  title: 'Nobody is at work',
  app,
  ...world,
  workers: 0,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'No worker is running. What does delay() do?',
    options: ['it raises an error', 'it waits until one is there', 'it comes back as always'],
    answer: 3,
    because: 'the message is in the queue, which is all that delay() is for.',
    refutedBy: (run) => run.waits('r'),
  },
  facts: (run) => [
    run.published('sendSms').times(1),
    { says: 'nobody starts sendSms', holds: run.starts('sendSms') === 0 },
    run.result('r').hasState('PENDING'),
    run.get('r').raises('NeverReady'),
  ],
})
