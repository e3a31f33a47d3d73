import { randomUUID } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { afterEach, expect, test } from 'vitest'
import { type BrokerError, brokerSentence } from '../../src/broker/brokerError.ts'
import { openResults } from '../../src/broker/openResults.ts'
import type { Results } from '../../src/broker/results.ts'
import type { Json } from '../../src/canvas/json.ts'
import type { TaskMeta } from '../../src/canvas/runtime.ts'
import type { StoredMeta } from '../../src/protocol/taskMeta.ts'
import { describeWith } from '../needs.ts'
import { until } from '../until.ts'

const done = async <Value>(action: TaskEither<BrokerError, Value>): Promise<Value> => {
  const result = await action()
  if (E.isLeft(result)) throw new Error(brokerSentence(result.left))
  return result.right
}

const metaOf = (taskId: string, status: string, result: Json): StoredMeta => ({
  taskId,
  status,
  result,
  traceback: null,
  children: [],
  dateDone: null,
  groupId: null,
  parentId: null,
  extended: null,
})

describeWith('redis', 'Redis as result backend', () => {
  const opened: Results[] = []
  const told: { readonly id: string; readonly meta: TaskMeta }[] = []
  const open = async (expires: number | null = 60): Promise<Results> => {
    const listener = { onMeta: (id: string, meta: TaskMeta) => void told.push({ id, meta }), onGap: () => {} }
    const results = await done(
      openResults(`${process.env.CELERIAC_REDIS}/14`, {
        expires,
        listener,
        patience: 'worker',
        oid: '',
        broker: '',
        globalKeyprefix: '',
      }),
    )
    opened.push(results)
    return results
  }
  afterEach(async () => {
    told.length = 0
    for (const each of opened.splice(0)) await each.close()
  })

  test('a state is kept, and an id never heard of is PENDING', async () => {
    const results = await open()
    const [one, two] = [randomUUID(), randomUUID()]
    await done(results.store(metaOf(one, 'RETRY', { exc_type: 'E', exc_message: [], exc_module: '' }), ''))
    await done(results.store(metaOf(one, 'SUCCESS', [1]), ''))
    expect(await done(results.read([one, two]))).toMatchObject([
      { status: 'SUCCESS', result: [1] },
      { status: 'PENDING', result: null },
    ])
  })

  test('nothing overwrites a SUCCESS, whoever wrote it', async () => {
    const results = await open()
    const { Redis } = await import('ioredis')
    const client = new Redis(`${process.env.CELERIAC_REDIS}/14`)
    const [ours, theirs] = [randomUUID(), randomUUID()]
    await done(results.store(metaOf(ours, 'SUCCESS', 1), ''))
    await client.set(
      `celery-task-meta-${theirs}`,
      `{"status": "SUCCESS", "result": 2, "task_id": "${theirs}"}`,
    )
    for (const id of [ours, theirs]) await done(results.store(metaOf(id, 'FAILURE', null), ''))
    expect(await done(results.read([ours, theirs]))).toMatchObject([{ result: 1 }, { result: 2 }])
    expect(await client.ttl(`celery-task-meta-${ours}`)).toBeGreaterThan(0)
    client.disconnect()
  })

  test('without an expiry it stays for ever', async () => {
    const results = await open(null)
    const id = randomUUID()
    await done(results.store(metaOf(id, 'SUCCESS', 1), ''))
    await done(results.setChordSize(id, 2))
    const { Redis } = await import('ioredis')
    const client = new Redis(`${process.env.CELERIAC_REDIS}/14`)
    expect(await client.ttl(`celery-task-meta-${id}`)).toBe(-1)
    expect(await client.ttl(`celery-taskset-meta-${id}.s`)).toBe(-1)
    client.disconnect()
    await done(results.forget([id]))
    expect(await done(results.read([id]))).toMatchObject([{ status: 'PENDING' }])
  })

  test('who watches is told, and no longer once they stop', async () => {
    const results = await open()
    const ids = [randomUUID(), randomUUID()]
    await done(results.watch(ids))
    const other = await open()
    await done(other.store(metaOf(ids[0]!, 'STARTED', null), ''))
    await done(other.store(metaOf(ids[0]!, 'SUCCESS', 1), ''))
    await until(() => told.length === 2)
    expect(told).toMatchObject([
      { id: ids[0], meta: { status: 'STARTED' } },
      { id: ids[0], meta: { status: 'SUCCESS', result: 1 } },
    ])
    results.unwatch([ids[1]!])
    await done(other.store(metaOf(ids[1]!, 'SUCCESS', 1), ''))
    await done(results.watch([randomUUID()]))
    expect(told).toHaveLength(2)
  })

  test('a group is kept and forgotten', async () => {
    const results = await open()
    const member = { type: 'task', id: 'm', parent: null } as const
    const group = { type: 'group', id: randomUUID(), parent: null, results: [member] } as const
    await done(results.saveGroup(group))
    expect(await done(results.restoreGroup(group.id))).toEqual(group)
    await done(results.deleteGroup(group.id))
    expect(await done(results.restoreGroup(group.id))).toBeNull()
  })

  test('a chord is complete with its last part, in the order of the header; the same part counts once', async () => {
    const results = await open()
    const id = randomUUID()
    const part = (taskId: string, groupIndex: number | null, result: Json) => ({
      taskId,
      groupIndex,
      state: 'SUCCESS',
      result,
    })
    expect(await done(results.addPart(id, part('c', null, 3)))).toEqual({
      count: 1,
      size: null,
      complete: null,
    })
    await done(results.setChordSize(id, 3))
    await done(results.addPart(id, part('b', 1, 2)))
    expect(await done(results.addPart(id, part('b', 1, 2)))).toEqual({ count: 2, size: 3, complete: null })
    const { complete } = await done(results.addPart(id, part('a', 0, 1)))
    expect(complete?.map(({ taskId, result }) => [taskId, result])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ])
    await done(results.forgetChord(id))
    expect(await done(results.addPart(id, part('a', 0, 1)))).toMatchObject({ count: 1, size: null })
  })
})
