import { app } from 'celeriac/bank/savings'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '01-an-hour',
  title: 'An hour in a test',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The countdown is an hour. What does this test do?',
    options: ['it fails: nobody waits so long', 'it passes, after an hour', 'it passes, at once'],
    answer: 3,
    because: 'the clock is virtual. It jumps to the moment at which the message may start.',
    refutedBy: (run) => run.succeeded('remind'),
  },
  facts: (run) => [
    run.value('value').is('reminded 1234'),
    run.published('remind').times(1),
    {
      says: 'on the clock it starts an hour after it was sent',
      holds: Math.round(run.trace[run.started('remind').event]!.atMs / 1000) === 3600,
    },
  ],
})
