import { app } from 'celeriac/bank/evening'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '02-a-channel-is-down',
  title: 'A channel is down',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#error-handling',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The money is moved, the SMS are out. What does the director get?',
    options: ['a report of one line', 'no report', 'a report of two lines, one empty'],
    answer: 2,
    because: 'one failed part fails the body. The report pays for WhatsApp.',
    opensAt: (run) => run.started('tellByWhatsapp'),
    refutedBy: (run) => run.stored('r'),
  },
  facts: (run) => [
    run.result('r.parent').gives([500, 200], 'the transfers are made'),
    { says: 'the SMS are out', holds: run.values('tellBySms').length === 1 },
    run.published('report').times(0),
    run.result('r').failsWith('ChordError'),
    run.get('r').raises('ChordError'),
  ],
})
