import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '08-your-report',
  title: 'Your turn: a report in the way',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/optimizing.html#prefetch-limits',
  ...world,
  workers: 2,
  prefetchMultiplier: 1,
  facts: [
    (run) => run.published('dayReport').times(1),
    (run) => run.published('sendSms').times(4),
    (run) => ({
      says: 'the report is sent before the SMS',
      holds: run.sent('dayReport').event < run.sent('sendSms').event,
      about: run.sent('dayReport'),
    }),
    (run) => run.task('sendSms', 4).endsBefore('dayReport'),
  ],
})
