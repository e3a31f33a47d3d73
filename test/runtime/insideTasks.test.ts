import { describe, expect, test } from 'vitest'
import type { Request } from '../../src/canvas/context.ts'
import { Celery, chain, chord, group } from '../../src/index.ts'
import { events, play, settled, taskNames } from './playing.ts'

function tasks() {
  const app = new Celery('inside')
  const add = app.task('add', (x: number, y: number) => x + y)
  const seen: Request[] = []
  const looks = app.task('looks', { bind: true }, (self, x: number) => {
    seen.push(self.request)
    return x
  })
  return { app, add, seen, looks }
}

describe('G16 a canvas that a task sends', () => {
  test('has the task as parent and its root as root, and is its child', async () => {
    const { app, add } = tasks()
    const parent = app.task('parent', async (x: number) => {
      await add.delay(x, 1)
      await group(add.s(x, 2), add.s(x, 3)).delay()
      return x
    })
    const { value, trace } = await play(app, async () => {
      const result = await chain(add.s(1, 1), parent.s()).delay()
      await result.get()
      const children = await result.children()
      return [result.id, result.parent.id, children.map((child) => ('results' in child ? 'group' : 'task'))]
    })
    const [parentId, rootId, children] = value
    expect(children).toEqual(['task', 'group'])
    const sent = events(trace, 'task-sent').filter(
      ({ cause, by }) => cause === 'apply' && by.type === 'worker',
    )
    expect(sent).toHaveLength(3)
    for (const each of sent) expect([each.parentId, each.rootId]).toEqual([parentId, rootId])
    expect(sent.every(({ by }) => by.type === 'worker' && by.taskId === parentId)).toBe(true)
  })

  test('after it has slept it is still its child', async () => {
    const { app, add } = tasks()
    const parent = app.task('parent', { bind: true }, async (self) => {
      await self.sleep(5)
      await add.delay(1, 1)
      await self.sleep(5)
      return 0
    })
    const other = app.task('other', { bind: true }, async (self) => {
      await self.sleep(7)
      await add.delay(2, 2)
      return 0
    })
    const { trace } = await play(app, async () => (await group(parent.s(), other.s()).delay()).get())
    const names = taskNames(trace)
    const parents = events(trace, 'task-sent')
      .filter(({ task }) => task === 'add')
      .map(({ args, parentId }) => `${args[0]} of ${names.get(parentId!)}`)
    expect(parents).toEqual(['1 of parent', '2 of other'])
  })

  test('G12 trail=False records no children', async () => {
    const { app, add } = tasks()
    const parent = app.task('parent', { trail: false }, async () => {
      await add.delay(1, 1)
      return 0
    })
    const { value } = await play(app, async () => {
      const result = await parent.delay()
      await result.get()
      return result.children()
    })
    expect(value).toEqual([])
  })

  test('H1 waiting for it inside the task is an error that says so', async () => {
    const { app, add } = tasks()
    const parent = app.task('parent', async () => (await add.delay(1, 1)).get())
    const { value } = await play(app, async () => settled((await parent.delay()).get()))
    expect(value).toMatch(/^RuntimeError: Never call result\.get\(\) within a task!/)
  })
})

describe('G11 self.request', () => {
  test('of a root task', async () => {
    const { app, looks, seen } = tasks()
    const { value } = await play(app, async () => {
      const result = await looks.s(7).set({ queue: 'celery', priority: 3 }).delay()
      await result.get()
      return result.id
    })
    expect(seen[0]).toMatchObject({
      id: value,
      task: 'looks',
      args: [7],
      kwargs: {},
      retries: 0,
      rootId: value,
      parentId: null,
      group: null,
      groupIndex: null,
      eta: null,
      expires: null,
      correlationId: value,
      deliveryInfo: { priority: 3, routing_key: 'celery' },
    })
    expect(seen[0]!.hostname).toMatch(/^worker\d$/)
  })

  test('F7 headers of the sender, and of a chain its first step only; the next try has them too', async () => {
    const { app, looks, seen } = tasks()
    const again = app.task('again', { bind: true }, (self, x: number): number => {
      seen.push(self.request)
      return self.request.retries ? x : self.retry({ countdown: 1 })
    })
    await play(app, async () => (await chain(again.s(1), looks.s()).applyAsync({ headers: { x: 1 } })).get())
    expect(seen.map(({ headers }) => headers)).toEqual([{ x: 1 }, { x: 1 }, {}])
  })

  test('of a step, of a member, with eta and expiry', async () => {
    const { app, add, looks, seen } = tasks()
    await play(app, async () =>
      (
        await chain(add.s(1, 1), group(looks.s(), looks.s().set({ countdown: 60, expires: 90 }))).delay()
      ).get(),
    )
    const [one, other] = seen
    expect(one!.rootId).toBe(one!.parentId)
    expect([one!.group, one!.groupIndex, other!.groupIndex]).toEqual([other!.group, 0, 1])
    expect(other!.eta).toMatch(/^2030-01-01T00:01:00/)
    expect(other!.expires).toMatch(/^2030-01-01T00:01:30/)
  })
})

describe('D20 a task that adds to the chord it is a part of', () => {
  const spreading = (backend?: string) => {
    const app = new Celery('spreading', (backend ? { backend } : {}) as {})
    const add = app.task('add', (x: number, y: number) => x + y)
    const total = app.task('total', (all: readonly number[]) => all.reduce((sum, each) => sum + each, 0))
    const spread = app.task('spread', { bind: true }, (self, x: number) => {
      self.addToChord(add.si(x, 10))
      self.addToChord(chord([add.si(x, 100), add.si(x, 200)], total.s()))
      return x
    })
    return { app, add, total, spread }
  }

  test('the body waits for what was added, too', async () => {
    const { app, add, total, spread } = spreading()
    const { value, trace } = await play(app, async () =>
      (await chord([spread.s(1), add.s(1, 1)], total.s()).delay()).get(),
    )
    expect(value).toBe(1 + 2 + 11 + (101 + 201))
    expect([...taskNames(trace).values()].filter((name) => name === 'total')).toHaveLength(2)
    const sizes = events(trace, 'chord-size').map(({ size }) => size)
    expect(sizes.toSorted()).toEqual([2, 2, 3, 4])
  })

  test('a task that is in no chord cannot, nor one whose backend does not count', async () => {
    const { app, spread } = spreading()
    const alone = await play(app, async () => settled((await spread.delay(1)).get()))
    expect(alone.value).toMatch(/^RuntimeError: Current task is not member of any chord/)
    const other = spreading('db+sqlite:///results')
    const polled = await play(other.app, async () =>
      settled((await chord([other.spread.s(1)], other.total.s()).delay()).get()),
    )
    expect(polled.value).toMatch(/NotImplementedError: Backend does not support add_to_chord/)
  })
})
