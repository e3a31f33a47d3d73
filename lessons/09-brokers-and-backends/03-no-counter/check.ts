import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { app, lesson } from './rpc.ts'

export default step({
  folder: '03-no-counter',
  title: 'No chords over rpc://',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#important-notes',
  app,
  ...world,
  programs: { 'rpc.ts': lesson },
  predict: {
    ask: 'The compiler refuses this chord. What happens if it is sent all the same?',
    options: [
      'the header runs, the body never does',
      'nothing is sent: the sender raises',
      'it works, only slower',
    ],
    answer: 2,
    because: 'the sender looks at its backend first, and says NotImplementedError.',
    opensAt: (run) => run.nothing(),
    refutedBy: (run) => run.nothing(),
  },
  facts: (run) => [
    { says: 'no message is published', holds: run.trace.every((event) => event.type !== 'task-sent') },
    run.fails('NotImplementedError'),
  ],
})
