import { inspect } from 'node:util'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { addressOf, withoutSecrets } from '../../src/broker/address.ts'
import { brokerSentence, errorOf } from '../../src/broker/brokerError.ts'
import { openResults } from '../../src/broker/openResults.ts'
import { openTransport } from '../../src/broker/openTransport.ts'
import { withoutPassword } from '../../src/broker/withoutPassword.ts'
import { Celery } from '../../src/index.ts'
import { declaredBy } from '../../src/protocol/declaredQueue.ts'
import { describeWith } from '../needs.ts'

/** Passwords that are told from everything else in a URL or a sentence. */
const password = fc
  .tuple(fc.string({ unit: 'grapheme' }), fc.constantFrom('', '@', ':', '/', '?', '#', '%', '\\', '$&', '**'))
  .map(([text, odd]) => `Xq7${odd}${text}Zk9`)
const scheme = fc.constantFrom('redis', 'rediss', 'amqp', 'amqps', 'pyamqp', 'sqs', 'nonsense')
const SECRET = /Xq7|Zk9/

describe('a password', () => {
  test('is in no URL that is shown, however it is written', () => {
    fc.assert(
      fc.property(scheme, password, fc.boolean(), (kind, secret, isEncoded) => {
        const written = isEncoded ? encodeURIComponent(secret) : secret
        for (const url of [`${kind}://me:${written}@host:1/0`, `${kind}://:${written}@host`])
          expect(withoutPassword(url)).not.toMatch(SECRET)
      }),
      { numRuns: 500 },
    )
  })

  test('is read where it is written right, and no error has it', () => {
    fc.assert(
      fc.property(scheme, password, (kind, secret) => {
        const address = addressOf(`${kind}://me:${encodeURIComponent(secret)}@host:1/0`)
        if (E.isLeft(address)) {
          expect(brokerSentence(address.left)).not.toMatch(SECRET)
          return
        }
        expect(address.right.password).toBe(secret)
        const said = `WRONGPASS ${secret} and ${encodeURIComponent(secret)}`
        const cause = withoutSecrets(said, address.right)
        for (const type of ['unreachable', 'refused'] as const) {
          const error = errorOf({ type, url: address.right.shown, cause })
          expect(inspect(error, { depth: 10 })).not.toMatch(SECRET)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('is in nothing that an app or its refusals show', async () => {
    await fc.assert(
      fc.asyncProperty(scheme, password, async (kind, secret) => {
        const url = `${kind}://me:${encodeURIComponent(secret)}@127.0.0.1:1/name`
        const app = new Celery('secret', { broker: url, backend: url } as {})
        const add = app.task('add', (x: number) => x)
        expect(inspect([app, add, add.s(1)], { depth: 10, showHidden: true })).not.toMatch(SECRET)
        const options = { origin: '', visibilityTimeout: 1, globalKeyprefix: '', declared: declaredBy({}) }
        const listener = { onMeta: () => {}, onGap: () => {} }
        const opened = await Promise.all([
          openTransport(url, options, 'client')(),
          openResults(url, {
            expires: null,
            listener,
            patience: 'client',
            oid: '',
            broker: url,
            globalKeyprefix: '',
          })(),
        ])
        for (const each of opened) {
          if (E.isLeft(each)) expect(inspect(errorOf(each.left), { depth: 10 })).not.toMatch(SECRET)
          else await each.right.close()
        }
        try {
          void app.runtime
        } catch (error) {
          expect(inspect(error, { depth: 10 })).not.toMatch(SECRET)
        }
      }),
      { numRuns: 100 },
    )
  })
})

const servers = [
  ['redis', () => process.env.CELERIAC_REDIS!],
  ['rabbitmq', () => process.env.CELERIAC_RABBITMQ!],
] as const

for (const [server, url] of servers)
  describeWith(server, `a password that ${server} refuses`, () => {
    test('is not in the refusal', async () => {
      const { protocol, host } = new URL(url())
      const broker = `${protocol}//nobody:Xq7secretZk9@${host}/`
      const app = new Celery('secret', { broker, backend: 'disabled://' } as {})
      const add = app.task('add', (x: number) => x)
      const error: unknown = await add.delay(1).catch((thrown) => thrown)
      expect(error).toMatchObject({ name: 'OperationalError' })
      expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(SECRET)
      await app.close()
    })
  })
