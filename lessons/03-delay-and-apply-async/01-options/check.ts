import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson as asOption } from './asOption.ts'
import { lesson as withDelay } from './withDelay.ts'

export default step({
  folder: '01-options',
  title: 'delay takes no options',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/calling.html#basics',
  app,
  ...world,
  programs: { 'withDelay.ts': withDelay, 'asOption.ts': asOption },
  predict: {
    ask: 'withDelay.ts is sent all the same. What does it do?',
    options: [
      'wait five seconds, then send',
      'send at once, without the option',
      'raise an error, and send nothing',
    ],
    answer: 3,
    because: 'delay takes the option for a third argument. The sender counts the arguments first.',
    opensAt: (delayed) => delayed!.nothing(),
    refutedBy: (_, option) => option!.applied(),
  },
  facts: (delayed, option) => [
    delayed!.fails('TypeError'),
    { says: 'withDelay.ts sends nothing', holds: delayed!.trace.length === 0 },
    option!.result('r').gives('SMS sent', 'asOption.ts: r.get() is "SMS sent"'),
  ],
})
