import { app } from 'celeriac/bank/accounts'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '03-chunks',
  title: 'Chunks',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#chunks',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Five transfers in chunks of two. What does r.get() give?',
    options: ['a list of five', 'three lists', 'two lists'],
    answer: 2,
    because: 'two, two and one: chunks are a group of starmaps, and each member gives the list of its part.',
    opensAt: (run) => run.nothing(),
    refutedBy: (run) => run.returned('r'),
  },
  facts: (run) => [
    {
      says: 'three messages are published',
      holds: run.trace.filter(({ type }) => type === 'task-sent').length === 3,
    },
    run
      .result('r')
      .gives(
        [['1 to 2: $500', '3 to 4: $200'], ['5 to 6: $900', '7 to 8: $100'], ['9 to 1: $300']],
        'r.get() is three lists, of two, two and one',
      ),
  ],
})
