import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { app, lesson } from './canvas.ts'

export default step({
  folder: '01-no-backend',
  title: 'A broker and no backend',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'There is a broker, and no backend. What happens?',
    options: [
      'an error from delay(), and no SMS',
      'an SMS, and null from get()',
      'an SMS, and an error from get()',
    ],
    answer: 3,
    because: 'the message needs the broker alone. What the task gives is thrown away, and get() says so.',
    opensAt: (run) => run.nothing(),
    refutedBy: { 1: (run) => run.started('sendSms'), 2: (run) => run.end() },
  },
  facts: (run) => [
    run.published('sendSms').times(1),
    { says: 'sendSms succeeds', holds: run.values('sendSms').join() === 'SMS to 1234' },
    { says: 'nothing is stored', holds: run.trace.every(({ type }) => type !== 'result-stored') },
    run.value('said').is(`NotImplementedError: ${NO_BACKEND}`, 'r.get() raises NotImplementedError'),
  ],
})

const NO_BACKEND = `No result backend is configured.
Please see the documentation for more information.`
