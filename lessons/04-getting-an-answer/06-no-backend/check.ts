import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { app, lesson } from './broker.ts'

export default step({
  folder: '06-no-backend',
  title: 'Nowhere to look',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#result-backends',
  app,
  ...world,
  programs: { 'broker.ts': lesson },
  predict: {
    ask: 'There is no backend. What happens?',
    options: ['delay() raises', 'the SMS is sent, get() raises', 'the SMS is sent, get() gives null'],
    answer: 2,
    because: 'sending needs the broker alone. get() says NotImplementedError, and does not wait.',
    refutedBy: (run) => run.started('sendSms'),
  },
  facts: (run) => [
    run.published('sendSms').times(1),
    { says: 'the SMS is sent', holds: run.values('sendSms').join() === 'SMS sent' },
    {
      says: 'nothing is ever stored',
      holds: run.trace.every(({ type }) => type !== 'result-stored'),
    },
    run.value('said').is('NotImplementedError', 'get() raises NotImplementedError'),
  ],
})
