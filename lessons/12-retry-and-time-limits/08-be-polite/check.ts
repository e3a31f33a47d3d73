import { exercise } from '../../lesson.ts'
import type { Watch } from '../../watch.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '08-be-polite',
  title: 'Your turn: be polite',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#task-autoretry',
  ...world,
  facts: [
    (run) => run.published('tell').times(3),
    (run) => ({
      says: 'the tries wait for five seconds, then for ten',
      holds: waits(run).join() === '5,10',
      instead: waits(run).length === 0 ? 'nothing waits' : `they wait for ${waits(run).join(' s, then ')} s`,
    }),
    (run) => run.result('r').gives('SMS to 1234'),
    (run) => run.value('said').is('SMS to 1234'),
  ],
})

/** How long each retry has to wait, in whole seconds. */
const waits = ({ trace }: Watch) =>
  trace.flatMap((event) =>
    event.type === 'task-sent' && event.etaMs !== null ? [Math.round((event.etaMs - event.atMs) / 1000)] : [],
  )
