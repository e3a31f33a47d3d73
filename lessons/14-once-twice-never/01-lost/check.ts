import { app } from 'celeriac/bank/payments'
import { step } from '../../lesson.ts'
import { diesOnce, world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '01-lost',
  title: 'Lost with its worker',
  app,
  ...world,
  faults: diesOnce('mid-task'),
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The worker dies while it pays, and is started again a second later. What does r.get() do?',
    options: ['give 5000, a little later', 'raise WorkerLostError', 'wait for ever'],
    answer: 3,
    because: 'the message was acknowledged before the task ran. Nobody is left who knows of it.',
    opensAt: (run) => run.died(),
    refutedBy: (run) => run.raised('r'),
  },
  facts: (run) => [
    run.published('pay').times(1),
    run.result('r').hasState('PENDING'),
    run.get('r').raises('NeverReady'),
    { says: 'the worker is there again, and starts nothing', holds: run.starts('pay') === 1 },
  ],
})
