import { app } from 'celeriac/bank/gateway'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson as onChord } from './onChord.ts'
import { lesson as onTasks } from './onTasks.ts'

export default step({
  folder: '05-once-or-per-task',
  title: 'Once, or once per task',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#error-handling',
  app,
  ...world,
  concurrency: 2,
  programs: { 'onChord.ts': onChord, 'onTasks.ts': onTasks },
  predict: {
    ask: 'Both SMS of each program fail. How often is callStaff called?',
    options: ['once by each program', 'once by onChord.ts, twice by onTasks.ts', 'twice by each program'],
    answer: 2,
    because:
      'an errback on a chord hangs on its body, which fails once. On a group it hangs on every member.',
    refutedBy: {
      1: (_, tasks) => tasks!.calledErrback('callStaff', 2),
      3: (chord) => chord!.end(),
    },
  },
  facts: (chord, tasks) => [
    chord!.errback('callStaff').isToldOf(['ChordError'], 'onChord.ts: callStaff is told of one ChordError'),
    tasks!
      .errback('callStaff')
      .isToldOf(['GatewayDown', 'GatewayDown'], 'onTasks.ts: callStaff is told of two GatewayDown'),
    chord!.result('r').failsWith('ChordError'),
  ],
})
