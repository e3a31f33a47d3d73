import { app } from 'celeriac/bank/gateway'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '04-errback',
  title: 'Two kinds of errback',
  app,
  ...world,
  concurrency: 2,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'One task, two errbacks, and the task fails. How many messages are published in all?',
    options: ['one', 'two', 'three'],
    answer: 2,
    because: 'noteFailure is sent as a task. callStaff is only called, by the process that failed the SMS.',
    refutedBy: { 1: (run) => run.sent('noteFailure'), 3: (run) => run.calledErrback('callStaff') },
  },
  facts: (run) => [
    run.result('r').failsWith('GatewayDown'),
    run.published('noteFailure').times(1),
    run.published('callStaff').times(0),
    run.errback('callStaff').isCalled(1),
    {
      says: 'noteFailure is published after the failure was stored',
      holds: run.sent('noteFailure').event > run.stored('r').event,
    },
  ],
})
