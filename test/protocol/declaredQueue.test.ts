import { expect, test } from 'vitest'
import { consumedBy, declaredBy, isBound, patternOf } from '../../src/protocol/declaredQueue.ts'

const topic = (routingKey: string) =>
  declaredBy({ taskQueues: { q: { exchange: 'e', exchangeType: 'topic', routingKey } } })('q')

// What kombu 5.7.0 gives for the same keys (virtual/exchange.py, `TopicExchange`).
test.each([
  ['feed.#', '^feed\\..*?$', ['feed.import', 'feed.', 'feed.x.new'], ['feed', 'a-b_c.d']],
  ['feed.*.new', '^feed\\.[^\\.]+\\.new$', ['feed.x.new'], ['feed.import', 'feed.']],
  ['#', '^.*?$', ['feed.import', 'feed', ''], []],
  ['a-b_c.*', '^a\\-b\\_c\\.[^\\.]+$', ['a-b_c.d'], ['a-b_c.d.e']],
  ['user+x.é.#', '^user\\+x\\.é\\..*?$', ['user+x.é.1'], ['userx.é.1']],
  ['feed.im*port', '^feed\\.im*port$', ['feed.import'], ['feed.imXport']],
])('the topic %s is kept as kombu keeps it, and fits the same keys', (key, pattern, fit, others) => {
  expect(patternOf(topic(key))).toBe(pattern)
  for (const each of fit) expect([each, isBound(topic(key), each)]).toEqual([each, true])
  for (const each of others) expect([each, isBound(topic(key), each)]).toEqual([each, false])
})

// What Celery 5.6.3 gives for the same settings (amqp.py, `Queues`).
test('queues are declared as Celery declares them', () => {
  const declared = declaredBy({
    taskQueues: {
      feeds: { exchange: 'feed', exchangeType: 'topic', routingKey: 'feed.#' },
      plain: {},
      other: { exchange: 'o' },
      all: { exchange: 'bc', exchangeType: 'fanout' },
    },
    taskQueueMaxPriority: 9,
  })
  const shown = (name: string) => {
    const { exchange, exchangeType, routingKey } = declared(name)
    return [exchange, exchangeType, routingKey]
  }
  expect(shown('feeds')).toEqual(['feed', 'topic', 'feed.#'])
  expect(shown('plain')).toEqual(['celery', 'direct', 'plain'])
  expect(shown('other')).toEqual(['o', 'direct', 'other'])
  expect(shown('all')).toEqual(['bc', 'fanout', 'all'])
  expect(shown('celery')).toEqual(['celery', 'direct', 'celery'])
  expect(shown('nobody')).toEqual(['nobody', 'direct', 'nobody'])
  expect(declared('feeds').maxPriority).toBe(9)
  const own = declaredBy({
    taskDefaultQueue: 'd',
    taskDefaultExchange: 'de',
    taskDefaultExchangeType: 'topic',
    taskDefaultRoutingKey: 'd.k',
  })
  expect(own('d')).toMatchObject({ exchange: 'de', exchangeType: 'topic', routingKey: 'd.k' })
  expect(own('nobody')).toMatchObject({ exchange: 'nobody', exchangeType: 'direct', routingKey: 'nobody' })
  expect(declaredBy({ taskDefaultQueue: 'd' })('d')).toMatchObject({ exchange: 'd', routingKey: 'd' })
})

test('a worker consumes what is declared, else the default queue', () => {
  expect(consumedBy({})).toEqual(['celery'])
  expect(consumedBy({ taskDefaultQueue: 'd' })).toEqual(['d'])
  expect(consumedBy({ taskQueues: { one: {}, other: {} }, taskDefaultQueue: 'd' })).toEqual(['one', 'other'])
})
