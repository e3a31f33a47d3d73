import { app } from 'celeriac/bank/overworked'
import { step } from '../../lesson.ts'
import type { Watch } from '../../watch.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '05-backoff',
  title: 'Longer and longer waits',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#task-autoretry',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The first wait is one second. How long is the third?',
    options: ['one second', 'three seconds', 'four seconds'],
    answer: 3,
    because: 'each wait doubles the one before: one, two, four.',
    opensAt: (run) => run.started('polite', 2),
    refutedBy: (run) => run.started('polite', 4),
  },
  facts: (run) => [
    { says: 'polite is started four times', holds: run.starts('polite') === 4 },
    {
      says: 'each wait is twice as long as the one before',
      holds:
        waits(run).length === 3 &&
        waits(run).every((wait, index, all) => index === 0 || wait === 2 * all[index - 1]!),
    },
    run.result('r').failsWith('GatewayBusy'),
  ],
})

/** How long each retry has to wait, in whole seconds. */
const waits = ({ trace }: Watch) =>
  trace.flatMap((event) =>
    event.type === 'task-sent' && event.etaMs !== null ? [Math.round((event.etaMs - event.atMs) / 1000)] : [],
  )
