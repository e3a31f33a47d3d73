import { app } from 'celeriac/bank/accounts'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson as group } from './group.ts'
import { lesson as map } from './map.ts'

export default step({
  folder: '01-map',
  title: 'Map is one message',
  app,
  ...world,
  programs: { 'map.ts': map, 'group.ts': group },
  predict: {
    ask: 'Four balances, four free processes. How many processes work on the map?',
    options: ['one', 'two', 'all four'],
    answer: 1,
    because: 'a map is one message. One process gets it, and calls the task for one item after the other.',
    refutedBy: (map) => map.stored('r'),
  },
  facts: (map, group) => [
    { says: 'map.ts: one message is published', holds: sent(map!.trace) === 1 },
    { says: 'group.ts: four messages are published', holds: sent(group!.trace) === 4 },
    { says: 'map.ts: one process works', holds: map!.mostAtOnce() === 1 },
    map!.result('r').gives([1010, 2020, 3030, 4040], 'map.ts: r.get() is [1010, 2020, 3030, 4040]'),
    group!.result('r').gives([1010, 2020, 3030, 4040], 'group.ts: r.get() is the same'),
  ],
})

const sent = (trace: readonly { readonly type: string }[]) =>
  trace.filter(({ type }) => type === 'task-sent').length
