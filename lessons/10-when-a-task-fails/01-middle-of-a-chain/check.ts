import { app } from 'celeriac/bank/gateway'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '01-middle-of-a-chain',
  title: 'A chain breaks in the middle',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#chains',
  app,
  ...world,
  concurrency: 2,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'smsText fails. archive comes after it and never runs. What is the state of r?',
    options: ['PENDING', 'FAILURE', 'REVOKED'],
    answer: 2,
    because: 'the worker that fails a step stores the same FAILURE under every task that comes after it.',
    opensAt: (run) => run.started('smsText'),
    refutedBy: (run) => run.stored('r'),
  },
  facts: (run) => [
    run.result('r').isOf('archive'),
    run.result('r').hasState('FAILURE'),
    run.result('r.parent').hasState('FAILURE'),
    run.result('r.parent.parent').hasState('SUCCESS'),
    run.published('archive').times(0),
    run.get('r').raises('GatewayDown'),
  ],
})
