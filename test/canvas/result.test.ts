import { describe, expect, test } from 'vitest'
import type { Canvas } from '../../src/canvas/canvas.ts'
import { Celery } from '../../src/canvas/celery.ts'
import { chain } from '../../src/canvas/chain.ts'
import { IncompleteStream } from '../../src/canvas/exceptions.ts'
import { group } from '../../src/canvas/group.ts'
import type { GroupHandle, Handle } from '../../src/canvas/handle.ts'
import type { Call, Runtime, TaskMeta } from '../../src/canvas/runtime.ts'

const first: Handle = { type: 'task', id: 'first', parent: null }
const last: Handle = { type: 'task', id: 'last', parent: first }
const members: GroupHandle = { type: 'group', id: 'gid', parent: first, results: [last, first] }

const meta = (status: string, result: TaskMeta['result'], more: Partial<TaskMeta> = {}): TaskMeta => ({
  status,
  result,
  traceback: null,
  children: [],
  ...more,
})

/** A runtime that remembers what it was asked, and answers from a table. */
function fake(handle: Handle | null, metas: Readonly<Record<string, TaskMeta>> = {}) {
  const asked: unknown[] = []
  const runtime: Runtime = {
    send: async (canvas: Canvas, call: Call) => {
      asked.push(['send', canvas.task, call])
      return handle
    },
    get: async (wanted, options) => {
      asked.push(['get', wanted.id, options])
      return `value of ${wanted.id}`
    },
    meta: async (id) => metas[id] ?? meta('PENDING', null),
    revoke: async (ids, options) => void asked.push(['revoke', ids, options]),
    revokeByStampedHeaders: async (headers, options) =>
      void asked.push(['revokeByStampedHeaders', headers, options]),
    forget: async (ids) => void asked.push(['forget', ids]),
    saveGroup: async (group) => void asked.push(['saveGroup', group.id]),
    restoreGroup: async (id) => (id === members.id ? members : null),
    deleteGroup: async (id) => void asked.push(['deleteGroup', id]),
  }
  const app = new Celery('test', { runtime })
  return { asked, app, add: app.task('add', (x: number, y: number) => x + y) }
}

describe('sending', () => {
  test('hands the canvas and the call to the runtime', async () => {
    const { asked, add } = fake(first)
    await add.s(2).delay(1)
    await add.s(2).applyAsync({ args: [1], countdown: 5, link: add.s(3) })
    expect(asked).toEqual([
      ['send', 'add', { args: [1], kwargs: {}, options: {} }],
      ['send', 'add', { args: [1], kwargs: {}, options: { countdown: 5, link: [add.s(3).toJSON()] } }],
    ])
  })

  test('gives null for an empty chain', async () => {
    const none = [fake(null).add.s(1)].slice(1)
    expect(
      await fake(null)
        .app.signature(chain(...none).toJSON())
        .delay(),
    ).toBeNull()
  })

  test('says who supplies the runtime when there is none', async () => {
    const add = new Celery('bare').task('add', (x: number) => x)
    await expect(add.delay(1)).rejects.toThrow('bare has no runtime')
  })
})

describe('a result', () => {
  test('has its id and parent at hand, and asks for the rest', async () => {
    const { asked, add } = fake(last, { last: meta('SUCCESS', 3) })
    const result = await chain(add.s(1, 2), add.s(3)).delay()
    expect(result.id).toBe('last')
    expect(result.parent.id).toBe('first')
    expect(result.parent).toBe(result.parent)
    expect(result.parent.parent).toBeNull()
    expect(await result.state()).toBe('SUCCESS')
    expect(await result.result()).toBe(3)
    expect([await result.ready(), await result.successful(), await result.failed()]).toEqual([
      true,
      true,
      false,
    ])
    expect(await result.get({ timeout: 1 })).toBe('value of last')
    expect(asked.at(-1)).toEqual(['get', 'last', { timeout: 1 }])
    expect(result.asTuple()).toEqual([['last', [['first', null], null]], null])
  })

  test('of a failure is the error', async () => {
    const stored = { exc_type: 'ValueError', exc_message: ['bad', 1], exc_module: 'builtins' }
    const { add } = fake(first, { first: meta('FAILURE', stored, { traceback: 'at ...' }) })
    const result = await add.delay(1, 2)
    const error = (await result.result()) as Error
    expect([error.constructor.name, error.message]).toEqual(['ValueError', 'bad, 1'])
    expect(await result.traceback()).toBe('at ...')
    expect(await result.failed()).toBe(true)
  })

  test('that was ignored is null at once', async () => {
    const { asked, add } = fake({ ...first, ignored: true } as Handle)
    expect(await (await add.delay(1, 2)).get()).toBeNull()
    expect(asked).toHaveLength(1)
  })

  test('is revoked and forgotten by its ids', async () => {
    const { asked, add } = fake(members)
    const result = await group(add.s(1, 2), add.s(1, 2)).delay()
    await result.revoke({ terminate: true })
    await result.forget()
    expect(asked.slice(1)).toEqual([
      ['revoke', ['last', 'first'], { terminate: true }],
      ['forget', ['last', 'first']],
    ])
  })

  test('of a group asks its members', async () => {
    const { add } = fake(members, { last: meta('SUCCESS', 1), first: meta('FAILURE', null) })
    const result = await group(add.s(1, 2), add.s(1, 2)).delay()
    expect(result.results.map(({ id }) => id)).toEqual(['last', 'first'])
    expect('state' in result).toBe(false)
    expect([
      await result.ready(),
      await result.successful(),
      await result.failed(),
      await result.waiting(),
      await result.completedCount(),
    ]).toEqual([true, false, true, false, 1])
  })

  test('collects what is below it, breadth first', async () => {
    const { add } = fake(first, {
      first: meta('SUCCESS', 1, { children: [[['b', null], null]] }),
      b: meta('SUCCESS', 2, {
        children: [
          [
            ['g', null],
            [
              [['c', null], null],
              [['d', null], null],
            ],
          ],
        ],
      }),
      c: meta('SUCCESS', 3),
      d: meta('SUCCESS', 4),
    })
    const seen: string[] = []
    for await (const [node, value] of (await add.delay(1, 2)).collect()) seen.push(`${node.id}: ${value}`)
    expect(seen).toEqual(['first', 'b', 'g', 'c', 'd'].map((id) => `${id}: value of ${id}`))
  })

  test('that is not ready ends the collection', async () => {
    const { add } = fake(first)
    const all = (await add.delay(1, 2)).collect()
    await all.next()
    await expect(all.next()).rejects.toThrow(IncompleteStream)
    const some = (await add.delay(1, 2)).collect({ intermediate: true })
    expect([(await some.next()).done, (await some.next()).done]).toEqual([false, true])
  })
})
