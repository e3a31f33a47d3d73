import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson as database, app as onDatabase } from './database.ts'
import { app, lesson as redis } from './redis.ts'

export default step({
  folder: '02-count-or-look',
  title: 'To count or to look',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#important-notes',
  app,
  apps: { 'database.ts': onDatabase },
  ...world,
  programs: { 'redis.ts': redis, 'database.ts': database },
  predict: {
    ask: 'On the database both SMS are sent. When is the body published?',
    options: ['at once, as on Redis', 'at the next look', 'when r.get() is called'],
    answer: 2,
    because: 'nobody notices before chord_unlock looks again: its first look is after a second.',
    opensAt: (redis) => redis.started('sendSms'),
    refutedBy: (_, database) => database!.sent('count'),
  },
  facts: (redis, database) => [
    { ...redis!.published('chordUnlock').times(0), says: 'redis.ts: nobody looks' },
    redis!.result('r').gives(2, 'redis.ts: r.get() is 2'),
    { says: 'redis.ts: one chord counts to two', holds: redis!.sizes().join() === '2' },
    { says: 'database.ts: nobody counts', holds: database!.sizes().length === 0 },
    {
      says: 'database.ts: the body is published after a look',
      holds: database!.sent('count').event > database!.started('chordUnlock').event,
    },
    database!.result('r').gives(2, 'database.ts: r.get() is 2'),
    {
      says: 'the database takes longer',
      holds: database!.trace.at(-1)!.atMs > redis!.trace.at(-1)!.atMs,
    },
  ],
})
