import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '08-all-urgent',
  title: 'Your turn: urgent to the end',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#chains',
  ...world,
  workers: [{ queues: ['urgent'] }, { queues: ['celery'] }],
  facts: [
    (run) => run.published('dayReport').to('celery', 'celery'),
    (run) => run.published('deposit').to('urgent'),
    (run) => run.published('smsText').to('urgent'),
    (run) => run.task('smsText').endsBefore('dayReport', 1),
    (run) => run.result('r').gives('SMS sent'),
  ],
})
