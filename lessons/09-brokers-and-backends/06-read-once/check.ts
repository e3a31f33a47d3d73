import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { app, lesson } from './canvas.ts'

export default step({
  folder: '06-read-once',
  title: 'A result that is read once',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'r.get() gave the value. What does again.get() give, with the same id?',
    options: ['the same value', 'null', 'nothing: it waits for ever'],
    answer: 3,
    because: 'r took the message out of its queue. Nothing is left that tells of this id.',
    opensAt: (run) => run.returned('r'),
    refutedBy: (run) => run.raised('again', 1),
  },
  facts: (run) => [
    run.value('value').is('SMS to 1234'),
    { ...run.get('again', 2).raises('NeverReady'), says: 'again.get() raises NeverReady' },
    run.published('sendSms').times(1),
  ],
})
