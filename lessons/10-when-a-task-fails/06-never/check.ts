import { app } from 'celeriac/bank/gateway'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '06-never',
  title: 'The group that never comes',
  app,
  ...world,
  concurrency: 2,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'smsText has failed. What are the states of the two archive tasks after it?',
    options: ['FAILURE', 'PENDING, for ever', 'REVOKED'],
    answer: 2,
    because: "the failure is stored under the group's id, and nobody asks a group for its state.",
    opensAt: (run) => run.failed('smsText'),
    refutedBy: (run) => run.raised('r'),
  },
  facts: (run) => [
    run.result('r[0]').hasState('PENDING'),
    run.result('r[1]').hasState('PENDING'),
    run.result('r.parent').failsWith('GatewayDown'),
    run.published('archive').times(0),
    run.get('r').raises('NeverReady'),
  ],
})
