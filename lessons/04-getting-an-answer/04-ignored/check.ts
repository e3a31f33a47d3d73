import { app } from 'celeriac/bank/desk'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '04-ignored',
  title: 'Nothing is kept',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#task-ignore_results',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'writeLog takes a second. What does r.get() do?',
    options: ['give its text after a second', 'give null after a second', 'give null at once'],
    answer: 3,
    because: 'the result knows that it is ignored. So get() does not even ask.',
    refutedBy: (run) => run.started('writeLog'),
  },
  facts: (run) => [
    run.value('value').is(null),
    { says: 'the program never waits', holds: run.trace.every(({ type }) => type !== 'get-waiting') },
    { says: 'the task gives its text', holds: run.values('writeLog').join() === 'log: hello' },
  ],
})
