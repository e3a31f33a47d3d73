import { app } from 'celeriac/bank/channels'
import { step } from '../../lesson.ts'
import type { Watch } from '../../watch.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '02-received',
  title: 'Received is not started',
  app,
  ...world,
  concurrency: 1,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'One process. For how many of the eight is there a task-received when the first SMS has been sent?',
    options: ['one', 'five', 'all eight'],
    answer: 2,
    because: 'four are held for the process, and one runs. The other three are in the broker.',
    opensAt: (run) => run.nothing(),
    refutedBy: { 1: (run) => received(run, 2), 3: (run) => run.succeeded('sendSms') },
  },
  facts: (run) => [
    {
      says: 'five are received before the first has ended, and no sixth',
      holds:
        received(run, 5).event < run.succeeded('sendSms').event &&
        received(run, 6).event > run.succeeded('sendSms').event,
    },
    { says: 'one task runs at a time', holds: run.mostAtOnce() === 1 },
    run.published('sendSms').times(8),
  ],
})

/** The nth message that was received. */
const received = ({ trace, nothing }: Watch, nth: number) => {
  let left = nth
  return { ...nothing(), event: trace.findIndex(({ type }) => type === 'task-received' && --left === 0) }
}
