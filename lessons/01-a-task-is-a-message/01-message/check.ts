import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '01-message',
  title: 'A letter in a box',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'When delay() comes back, how far is the SMS?',
    options: ['it is sent', 'a worker is sending it', 'it is a message on its way to the queue'],
    answer: 3,
    because: 'delay() publishes a message, and is done. Whoever wants to wait calls get().',
    refutedBy: (run) => run.waits('r'),
  },
  facts: (run) => [
    run.published('sendSms').with([1234, '+$5000'], 'the message of sendSms carries 1234 and "+$5000"'),
    {
      says: 'the program goes on before a worker starts',
      holds: run.waits('r').event < run.started('sendSms').event,
    },
    run.result('r').gives('SMS sent'),
  ],
})
