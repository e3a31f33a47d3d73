import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson as database, app as onDatabase } from './database.ts'
import { app, lesson as redis } from './redis.ts'

export default step({
  folder: '04-silent-part',
  title: 'A part that says nothing',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#important-notes',
  app,
  apps: { 'database.ts': onDatabase },
  ...world,
  programs: { 'redis.ts': redis, 'database.ts': database },
  predict: {
    ask: 'One part keeps no result. On Redis r.get() gives 2. And on the database?',
    options: ['2 as well', '1, without the silent one', 'nothing, ever'],
    answer: 3,
    because: 'chord_unlock waits for a result that is never stored, and looks for it every second.',
    opensAt: (redis) => redis.started('sendSms'),
    refutedBy: (_, database) => database!.raised('r'),
  },
  facts: (redis, database) => [
    redis!.result('r').gives(2, 'redis.ts: r.get() is 2'),
    redis!
      .published('count')
      .with([['SMS to 1234', 'SMS to 4321']], 'redis.ts: count is given both, the silent one too'),
    { ...database!.published('count').times(0), says: 'database.ts: count is never published' },
    {
      says: 'database.ts: both parts succeed',
      holds: database!.values('sendSms').length === 1 && database!.values('sendQuietly').length === 1,
    },
    { ...database!.get('r').raises('NeverReady'), says: 'database.ts: r.get() raises NeverReady' },
  ],
})
