import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson as database, app as onDatabase } from './database.ts'
import { app, lesson as redis } from './redis.ts'

export default step({
  folder: '05-part-that-breaks',
  title: 'Who looks sees more',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#important-notes',
  app,
  apps: { 'database.ts': onDatabase },
  ...world,
  programs: { 'redis.ts': redis, 'database.ts': database },
  predict: {
    ask: 'On Redis report stays PENDING. What is its state on the database, in the end?',
    options: ['PENDING, too', 'FAILURE', 'SUCCESS'],
    answer: 2,
    because: 'the look at the outer header finds total, which has failed, and fails report with it.',
    opensAt: (redis) => redis.started('till'),
    refutedBy: (_, database) => database!.stored('r'),
  },
  facts: (redis, database) => [
    { ...redis!.result('r').hasState('PENDING'), says: 'redis.ts: r is PENDING' },
    {
      ...redis!.result('r.parent[0]').failsWith('ChordError'),
      says: 'redis.ts: total fails with ChordError',
    },
    { ...database!.result('r').hasState('FAILURE'), says: 'database.ts: r is FAILURE' },
    { ...database!.result('r').failsWith('ChordError'), says: 'database.ts: r fails with ChordError' },
    { ...database!.published('report').times(0), says: 'database.ts: report is never published' },
  ],
})
