import { app } from 'celeriac/bank/savings'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '05-faults',
  title: 'Faults on request',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Seed 4 has paid twice. You run it once more. What happens?',
    options: ['perhaps the same: it is chance', 'all is well: that fault is over', 'the same, to the byte'],
    answer: 3,
    because: 'the dice come from the seed. Who finds a seed that breaks it can show it to everybody.',
    opensAt: (run) => run.applied(),
    refutedBy: { 1: (run) => run.end(), 2: (run) => run.redelivered() },
  },
  facts: (run) => [
    run.value('same').is(true, 'both runs have the same transcript'),
    { says: 'deposit runs twice', holds: run.starts('deposit') === 2 },
    { says: 'the second run finds 200', holds: run.values('deposit')[1] === 200 },
    run.result('r').gives(100),
  ],
})
