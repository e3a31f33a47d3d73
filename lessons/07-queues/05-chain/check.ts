import { app } from 'celeriac/bank/post'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '05-chain',
  title: 'Options stay with the first',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#chains',
  app,
  ...world,
  workers: [{ queues: ['urgent', 'celery'] }],
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The chain is sent to urgent. Where is its second step published?',
    options: ['to urgent', 'to celery', 'nowhere: no queue is given'],
    answer: 2,
    because: 'options of a chain go to its first step. Say smsText.s(1234).set({ queue }) for the other.',
    opensAt: (run) => run.started('deposit'),
    refutedBy: (run) => run.sent('smsText'),
  },
  facts: (run) => [
    run.published('deposit').to('urgent'),
    run.published('smsText').to('celery'),
    run.result('r').gives('SMS sent'),
  ],
})
