import { app } from 'celeriac/bank/post'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '01-nobody',
  title: 'A queue that nobody empties',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/routing.html#routing-automatic',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'No worker takes from the queue sms. What happens to the message?',
    options: ['applyAsync raises: no such queue', 'it ends up in celery', 'it waits'],
    answer: 3,
    because: 'Celery makes the queue and puts the message in. Nobody is told that nobody comes.',
    refutedBy: { 1: (run) => run.sent('sendSms'), 2: (run) => run.raised('r') },
  },
  facts: (run) => [
    run.published('sendSms').to('sms'),
    { says: 'nobody starts sendSms', holds: run.starts('sendSms') === 0 },
    run.result('r').hasState('PENDING'),
    run.get('r').raises('NeverReady'),
  ],
})
