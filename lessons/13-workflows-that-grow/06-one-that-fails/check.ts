import { app } from 'celeriac/bank/accounts'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '06-one-that-fails',
  title: 'One that fails',
  manual: 'https://docs.celeryq.dev/en/stable/reference/celery.app.task.html',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'callAll is replaced by three calls, and one of them fails. What becomes of r, the archive?',
    options: ['FAILURE, like any chain that breaks', 'SUCCESS, with two calls filed', 'PENDING, for ever'],
    answer: 3,
    because: 'the failure is stored for the group that took the place of callAll. No task hears of it.',
    opensAt: (run) => run.started('call'),
    refutedBy: (run) => run.end(),
  },
  facts: (run) => [
    run.result('r').hasState('PENDING'),
    run.result('r.parent').hasState('PENDING'),
    run.published('archive').times(0),
    run.get('r').raises('NeverReady'),
  ],
})
