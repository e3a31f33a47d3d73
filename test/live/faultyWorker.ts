import { Redis } from 'ioredis'
import { Celery } from '../../src/index.ts'

/** A worker of `faults.test.ts`, in a process of its own that is killed: what it runs it writes into another Redis. */
const [broker, backend, log, name] = process.argv.slice(2) as [string, string, string, string]
const redis = new Redis(log)
const app = new Celery('faults', {
  broker,
  backend,
  brokerTransportOptions: { visibilityTimeout: 5 },
} as {})
app.task('faults.part', { acksLate: true }, async (chord: number, part: number) => {
  await redis.hincrby('parts', `${chord}.${part}`, 1)
  return part
})
app.task('faults.body', { acksLate: true }, async (parts: readonly number[], chord: number) => {
  await redis.hincrby('bodies', String(chord), 1)
  return parts.length
})
await app.worker({ concurrency: 8, hostname: name, log: () => {} }).start()
console.log('ready')
