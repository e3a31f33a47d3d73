import { app } from 'celeriac/bank'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson as asWritten } from './asWritten.ts'
import { lesson as halfRepaired } from './halfRepaired.ts'

export default step({
  folder: '08-chord-as-written',
  title: 'A chord that cannot work',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#chords',
  app,
  ...world,
  concurrency: 2,
  programs: { 'asWritten.ts': asWritten, 'halfRepaired.ts': halfRepaired },
  predict: {
    ask: 'Where do they fail, when they are sent all the same?',
    options: ['at the sender', 'one at the sender, one in a worker', 'in a worker'],
    answer: 2,
    because:
      'the sender checks what it sends. The body is sent by the worker that ends the header, which then fails all of it.',
    opensAt: (_, run) => run!.applied(),
    refutedBy: (_, run) => run!.stored('r[0]', 1),
  },
  facts: (written, half) => [
    written!.fails('TypeError'),
    {
      says: 'asWritten.ts sends nothing',
      holds: written!.trace.every((event) => event.type !== 'task-sent'),
    },
    half!.result('r.parent').gives(['SMS sent', 'WhatsApp sent'], 'halfRepaired.ts: the header succeeds'),
    half!.published('countSms').times(0),
    half!.published('countWhatsapp').times(0),
  ],
})
