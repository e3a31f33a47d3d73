import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '04-expires',
  title: 'Expired, but when?',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/calling.html#expiration',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'The SMS expires after two seconds. When is it dropped?',
    options: ['after two seconds', 'when the worker would start it', 'never: it is sent, only late'],
    answer: 2,
    because: 'the worker looks when it has a free process. Until then the state says nothing.',
    opensAt: (run) => run.received('sendSms'),
    refutedBy: { 1: (run) => run.succeeded('dayReport'), 3: (run) => run.dropped('sendSms') },
  },
  facts: (run) => [
    {
      says: 'the SMS is dropped after the report is done',
      holds: run.dropped('sendSms').event > run.stored('r').event,
    },
    { says: 'nobody starts sendSms', holds: run.starts('sendSms') === 0 },
    run.result('sms').failsWith('TaskRevokedError'),
    run.result('sms').hasState('REVOKED'),
    run.get('sms').raises('TaskRevokedError'),
  ],
})
