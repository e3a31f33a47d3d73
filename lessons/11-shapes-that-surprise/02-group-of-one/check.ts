import { app } from 'celeriac/bank/reports'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson as inChain } from './inChain.ts'
import { lesson as piped } from './piped.ts'

export default step({
  folder: '02-group-of-one',
  title: 'A group of one',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#group-unrolling',
  app,
  ...world,
  concurrency: 2,
  programs: { 'inChain.ts': inChain, 'piped.ts': piped },
  predict: {
    ask: 'piped.ts gives 300. What is total given in inChain.ts, when it is sent all the same?',
    options: ['[300], a list of one', '300, the value itself', 'nothing'],
    answer: 2,
    because: 'chain() puts the member in the place of a group of one. It is no chord, and makes no list.',
    refutedBy: (run) => run.failed('total'),
  },
  facts: (chained, piped) => [
    chained!.result('r.parent').gives(300, 'inChain.ts: r.parent.get() is 300'),
    chained!.published('total').with([300], 'inChain.ts: total is given 300'),
    chained!.result('r').failsWith('TypeError'),
    piped!.published('total').with([[300]], 'piped.ts: total is given [300]'),
    piped!.result('r').gives(300, 'piped.ts: r.get() is 300'),
  ],
})
