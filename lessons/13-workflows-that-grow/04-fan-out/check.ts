import { app } from 'celeriac/bank/accounts'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson as replaces } from './replaces.ts'
import { lesson as sends } from './sends.ts'

export default step({
  folder: '04-fan-out',
  title: 'As many as there are',
  manual: 'https://docs.celeryq.dev/en/stable/reference/celery.app.task.html',
  app,
  ...world,
  programs: { 'sends.ts': sends, 'replaces.ts': replaces },
  predict: {
    ask: 'In sends.ts, how many SMS have been sent when archive starts?',
    options: ['all three', 'one', 'none'],
    answer: 3,
    because: 'sendAll has published them and is done. The chain goes on, and nobody waits for the SMS.',
    opensAt: (sends) => sends.started('sendAll'),
    refutedBy: (sends) => sends.started('archive'),
  },
  facts: (sends, replaces) => [
    {
      says: 'sends.ts: archive starts before any SMS has been sent',
      holds: sends!.started('archive').event < sends!.succeeded('sendSms').event,
    },
    {
      says: 'replaces.ts: archive starts after all three',
      holds: replaces!.started('archive').event > replaces!.succeeded('sendSms', 3).event,
    },
    replaces!
      .result('r.parent')
      .gives(
        ['SMS to 1234', 'SMS to 4321', 'SMS to 5678'],
        'replaces.ts: r.parent.get() is the list of all three',
      ),
    sends!.result('r.parent').gives(3, 'sends.ts: r.parent.get() is 3, a promise'),
  ],
})
