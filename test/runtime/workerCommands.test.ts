import { expect, test } from 'vitest'
import type { JsonObject } from '../../src/canvas/json.ts'
import { answer, type Commanded } from '../../src/runtime/workerCommands.ts'

const asked = async (command: JsonObject) => {
  const replies: JsonObject[] = []
  const worker = {
    worker: { hostname: 'one@host', stop: async () => {} },
    deliveries: { concurrency: 1 },
    reply: async (_: unknown, reply: JsonObject) => void replies.push(reply),
  } as unknown as Commanded
  const reply_to = { exchange: 'replies', routing_key: 'me' }
  await answer({ method: 'ping', arguments: {}, ticket: 't', reply_to, ...command }, worker)
  return replies
}
const pong = [{ 'one@host': { ok: 'pong' } }]

// What kombu 5.7.0 does with the same (pidbox.py, `handle_message`; matcher.py).
test.each<readonly [JsonObject, boolean]>([
  [{}, true],
  [{ destination: null, pattern: null, matcher: null }, true],
  [{ destination: [] }, true],
  [{ destination: ['one@host'] }, true],
  [{ destination: ['two@host'] }, false],
  [{ destination: ['two@host'], pattern: 'one*', matcher: 'glob' }, false],
  [{ pattern: 'one@*', matcher: 'glob' }, true],
  [{ pattern: 'o?e@h*t', matcher: 'glob' }, true],
  [{ pattern: 'one', matcher: 'glob' }, false],
  [{ pattern: 'one.host', matcher: 'glob' }, false],
  [{ pattern: 'two@*' }, true],
  [{ pattern: '(one|two)@', matcher: 'pcre' }, true],
  [{ pattern: 'host', matcher: 'pcre' }, false],
  [{ pattern: '(one', matcher: 'pcre' }, false],
])('a command %j is for a worker or not: %s', async (command, isFor) => {
  expect(await asked(command)).toEqual(isFor ? pong : [])
})

test('what is no command is answered so, or not at all', async () => {
  expect(await asked({ method: 'dance' })).toEqual([
    { 'one@host': { error: 'there is no control command dance' } },
  ])
  expect(await asked({ method: 'constructor' })).toEqual([
    { 'one@host': { error: 'there is no control command constructor' } },
  ])
  expect(await asked({ method: 'pool_grow', arguments: { n: 'x' } })).toEqual([
    { 'one@host': { error: expect.stringMatching(/^TypeError\("n is how many.*got 'x'"\)$/) } },
  ])
  expect(await asked({ reply_to: null })).toEqual([])
  await expect(answer('ping', {} as Commanded)).resolves.toBeUndefined()
})
