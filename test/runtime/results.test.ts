import { describe, expect, test } from 'vitest'
import type { AnyResult } from '../../src/canvas/result.ts'
import { Celery, chain, chord, group, ResultSet, Simulation } from '../../src/index.ts'
import { events, lifeOf, PLAIN, play, settled, starts } from './playing.ts'

function tasks(backend = 'memory://') {
  const app = new Celery('results', { backend })
  return {
    app,
    add: app.task('add', (x: number, y: number) => x + y),
    double: app.task('double', (x: number) => 2 * x),
    total: app.task('total', (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0)),
    list: app.task('list', (list: readonly number[]) => [...list]),
    slow: app.task('slow', { bind: true }, async (self, x: number, seconds: number) => {
      await self.sleep(seconds)
      return x
    }),
    boom: app.task('boom', (): number => {
      throw new RangeError('boom')
    }),
  }
}

describe('sending and waiting', () => {
  test('A8 H1 delay and get', async () => {
    const { app, add } = tasks()
    const { value, trace } = await play(app, async () => (await add.delay(2, 3)).get())
    expect(value).toBe(5)
    expect(lifeOf(trace, 'add')).toEqual(['sent', 'received', 'started', 'SUCCESS', 'succeeded'])
    expect(trace.map(({ type, atMs }) => `${atMs} ${type}`)).toEqual([
      '0 canvas-applied',
      '0 task-sent',
      '0 get-waiting',
      '5 task-received',
      '5 task-started',
      '48 result-stored',
      '48 get-returned',
      '48 task-succeeded',
    ])
  })

  test('B1 B4 the next step is sent, received and started before its parent has succeeded', async () => {
    const { app, add, double } = tasks()
    const { value, trace } = await play(
      app,
      async () => (await chain(add.s(2, 3), double.s()).delay()).get(),
      {
        latency: { publish: 1, run: 40, store: 3 },
      },
    )
    expect(value).toBe(10)
    const order = trace.flatMap((event) =>
      event.type === 'task-sent' || event.type === 'task-started' || event.type === 'task-succeeded'
        ? [`${event.type} ${events(trace, 'task-sent').find(({ taskId }) => taskId === event.taskId)!.task}`]
        : [],
    )
    expect(order).toEqual([
      'task-sent add',
      'task-started add',
      'task-sent double',
      'task-started double',
      'task-succeeded add',
      'task-succeeded double',
    ])
  })

  test('C3 values in call order, whichever ends first', async () => {
    const { app, slow } = tasks()
    const { value } = await play(app, async () => {
      const result = await group(slow.s(1, 9), slow.s(2, 1), slow.s(3, 5)).delay()
      return [await result.get(), await result.completedCount(), await result.waiting()]
    })
    expect(value).toEqual([[1, 2, 3], 3, false])
  })

  test('C5 a group that is under way', async () => {
    const { app, slow } = tasks()
    const { value } = await play(app, async () => {
      const result = await group(slow.s(1, 1), slow.s(2, 100)).delay()
      await result.results[0]!.get()
      return [
        await result.ready(),
        await result.successful(),
        await result.failed(),
        await result.waiting(),
        await result.completedCount(),
      ]
    })
    expect(value).toEqual([false, false, false, true, 1])
  })

  test('C4 H3 a group of which one failed', async () => {
    const { app, boom, add } = tasks()
    const { value } = await play(app, async () => {
      const result = await group(add.s(1, 1), boom.s()).delay()
      const raised = await settled(result.get())
      const all = (await result.get({ propagate: false })) as unknown[]
      return [
        raised,
        all[0],
        String(all[1]),
        await result.failed(),
        await result.successful(),
        await result.completedCount(),
      ]
    })
    expect(value).toEqual(['RangeError: boom', 2, 'RangeError: boom', true, false, 1])
  })

  test('C6 of two failures get raises the first to arrive, and join the first in call order', async () => {
    const app = new Celery('joined')
    const fails = app.task('fails', { bind: true }, async (self, name: string, seconds: number) => {
      await self.sleep(seconds)
      throw new RangeError(name)
    })
    const waits = async (word: 'get' | 'join', options = {}) => {
      const { value, trace } = await play(app, async () => {
        const result = await group(fails.s('first', 2), fails.s('second', 1)).delay()
        return settled(word === 'get' ? result.get(options) : result.join(options))
      })
      return [value, Math.floor(trace.findLast(({ type }) => type.startsWith('get-r'))!.atMs / 1000)]
    }
    expect(await waits('get')).toEqual(['RangeError: second', 1])
    expect(await waits('join')).toEqual(['RangeError: first', 2])
    expect(await waits('join', { timeout: 0.5 })).toEqual(['TimeoutError: The operation timed out.', 0])
  })

  test('C6 join gives the values in call order, of groups in groups too', async () => {
    const { app, add, double } = tasks()
    const { value } = await play(app, async () => {
      const result = await group(add.s(1, 1), chain(add.s(1, 2), group(double.s(), add.s(1)))).delay()
      return [await result.join(), await (await group(add.s(1, 1), double.s(4)).delay()).join()]
    })
    expect(value).toEqual([
      [2, [6, 4]],
      [2, 8],
    ])
  })

  test('C6 join gives each result to a callback, in call order', async () => {
    const { app, slow, boom } = tasks()
    const called = async (options = {}) => {
      const calls: string[] = []
      const { value } = await play(app, async () => {
        const result = await group(slow.s(1, 3), boom.s(), slow.s(2, 1)).delay()
        const names = new Map(result.results.map(({ id }, place) => [id, 'abc'[place]]))
        const callback = (id: string, value: unknown) => {
          calls.push(`${names.get(id)} ${value}`)
        }
        return settled(result.join({ ...options, callback }))
      })
      return [...calls, value]
    }
    expect(await called({ propagate: false })).toEqual(['a 1', 'b RangeError: boom', 'c 2', undefined])
    expect(await called()).toEqual(['a 1', 'RangeError: boom'])
    expect(await called({ timeout: 2 })).toEqual(['TimeoutError: The operation timed out.'])
  })

  test('C6 a callback that is asynchronous is awaited, and what it throws ends the wait', async () => {
    const { app, slow } = tasks()
    const { value } = await play(app, async () => {
      const result = await group(slow.s(1, 1), slow.s(2, 2)).delay()
      const seen: number[] = []
      await result.join({
        callback: async (_, x) => void seen.push((await slow.delay(x, 5).then((r) => r.get())) * 10),
      })
      const thrown = await settled(
        result.join({
          callback: () => {
            throw new Error('enough')
          },
        }),
      )
      return [seen, thrown]
    })
    expect(value).toEqual([[10, 20], 'Error: enough'])
  })

  test.each(['memory://', 'rpc://'])('C6 iterNative tells of members as they end, on %s', async (backend) => {
    const { app, slow, boom } = tasks(backend)
    const { value, trace } = await play(app, async () => {
      const result = await group(slow.s(1, 2), boom.s(), slow.s(2, 1), slow.s(3, 9)).delay()
      await result.results[3].revoke()
      const ends: unknown[] = []
      for await (const [id, { status, result: end, traceback }] of result.iterNative())
        ends.push([
          result.results.findIndex((each) => each.id === id),
          status,
          String(end),
          traceback?.includes('boom'),
        ])
      return [ends, (await settled(result.get({ propagate: false }))) as unknown[]]
    })
    expect(value[0]).toEqual([
      [3, 'REVOKED', 'TaskRevokedError: revoked', undefined],
      [1, 'FAILURE', 'RangeError: boom', true],
      [2, 'SUCCESS', '2', undefined],
      [0, 'SUCCESS', '1', undefined],
    ])
    // What was read is there for whoever read it.
    expect(value[1]!.map(String)).toEqual(['1', 'RangeError: boom', '2', 'TaskRevokedError: revoked'])
    expect(events(trace, 'get-waiting')).toHaveLength(2)
  })

  test('C6 iterNative goes on at the moment each result came', async () => {
    const { app, slow } = tasks()
    const { value } = await play(app, async () => {
      const result = await group(slow.s(1, 1), slow.s(2, 2)).delay()
      const moments: number[] = []
      for await (const _ of result.iterNative())
        moments.push(app.runtime instanceof Simulation ? +app.runtime.now() : 0)
      return moments.map((moment) => (moment - moments[0]!) / 1000)
    })
    expect(value).toEqual([0, 1])
  })

  test('C6 iterNative gives a group among the members as its own results, and an empty group nothing', async () => {
    const { app, add, double } = tasks()
    const { value } = await play(app, async () => {
      const nested = await group(chain(add.s(1, 2), group(double.s(), add.s(1))), add.s(1, 1)).delay()
      const ends: unknown[] = []
      for await (const [id, end] of nested.iterNative()) {
        expect(nested.results.map((result) => result.id)).toContain(id)
        ends.push('status' in end ? end.result : await Promise.all(end.map((each) => each.get())))
      }
      const called: unknown[] = []
      await nested.join({ callback: (_, x) => void called.push(x) })
      const none: unknown[] = []
      for await (const end of new ResultSet().iterNative()) none.push(end)
      return [ends, called, none]
    })
    expect(value).toEqual([[[6, 4], 2], [[6, 4], 2], []])
  })

  test('C6 whoever leaves the loop of iterNative waits no more, and time runs out for the whole', async () => {
    const { app, slow } = tasks()
    const { value, trace } = await play(app, async () => {
      const result = await group(slow.s(1, 1), slow.s(2, 500)).delay()
      for await (const [, { result: first }] of result.iterNative()) {
        expect(first).toBe(1)
        break
      }
      const late = async (): Promise<unknown> => {
        const seen: unknown[] = []
        for await (const [, { result: each }] of result.iterNative({ timeout: 5 })) seen.push(each)
        return seen
      }
      return settled(late())
    })
    expect(value).toBe('TimeoutError: The operation timed out.')
    expect(
      events(trace, 'get-raised').map(({ error, atMs }) => [error.type, Math.floor(atMs / 1000)]),
    ).toEqual([
      ['GeneratorExit', 1],
      ['TimeoutError', 6],
    ])
  })

  test('C6 iterNative says why a member never ends, after all that do', async () => {
    const { app, add, boom, double } = tasks()
    const { value } = await play(app, async () => {
      const ignored = app.task('ignored', { ignoreResult: true }, (x: number) => x)
      const result = await group(add.s(1, 1), ignored.s(1), chain(boom.s(), double.s())).delay()
      const seen: string[] = []
      const all = async (): Promise<void> => {
        for await (const [, { status }] of result.iterNative()) seen.push(status)
      }
      return [await settled(all()), seen]
    })
    expect(value).toEqual([
      expect.stringMatching(/^NeverReady: this result can never become ready/),
      ['SUCCESS', 'FAILURE'],
    ])
  })

  test('H8 a set of results sent one by one', async () => {
    const { app, add, slow, boom } = tasks()
    const { value } = await play(app, async () => {
      const [a, b, c, d] = [
        await slow.delay(1, 2),
        await add.delay(1, 1),
        await add.delay(2, 2),
        await boom.delay(),
      ]
      const set = new ResultSet([a, b, a])
      set.update([b, c])
      set.add(d)
      const shown = [
        set.length,
        [...set].map((each) => 'abcd'['abcd'.split('').findIndex((_, i) => [a, b, c, d][i] === each)]),
      ]
      const raised = await settled(set.get())
      set.remove(d)
      const wrong = await settled((async () => set.remove(d.id))())
      set.discard(d)
      const before = [await set.ready(), await set.waiting(), await set.completedCount()]
      const values = [await set.get(), await set.join(), await settled(set.get({ timeout: 1 }))]
      const after = [
        await set.ready(),
        await set.successful(),
        await set.failed(),
        await set.completedCount(),
      ]
      const order: number[] = []
      await set.join({ callback: (_, x) => void order.push(x) })
      await set.forget()
      const gone = await a.state()
      set.discard(b.id)
      set.clear()
      return {
        shown,
        raised,
        wrong: `${wrong}`.replace(d.id, 'd'),
        before,
        values,
        after,
        order,
        gone,
        empty: [set.length, await set.get(), await set.ready()],
      }
    })
    expect(value).toEqual({
      shown: [4, ['a', 'b', 'c', 'd']],
      raised: 'RangeError: boom',
      wrong: 'KeyError: d is not in this set of 3: discard() takes away what may not be there',
      before: [false, true, 2],
      values: [
        [1, 2, 4],
        [1, 2, 4],
        [1, 2, 4],
      ],
      after: [true, true, false, 3],
      order: [1, 2, 4],
      gone: 'PENDING',
      empty: [0, [], true],
    })
  })

  test('H8 a set is revoked as a whole', async () => {
    const { app, slow } = tasks()
    const { value } = await play(app, async () => {
      const set = new ResultSet([
        await slow.applyAsync({ args: [1, 1], countdown: 60 }),
        await slow.applyAsync({ args: [1, 1], countdown: 60 }),
      ])
      await set.revoke()
      return (await set.get({ propagate: false })).map(String)
    })
    expect(value).toEqual(Array(2).fill('TaskRevokedError: revoked'))
  })

  test('H1 what the program asks for at once is waited for at once', async () => {
    const { app, slow } = tasks()
    const { value, trace } = await play(app, async () => {
      const results = await Promise.all([slow.delay(1, 9), slow.delay(2, 9)])
      return Promise.all(results.map((result) => settled(result.get({ timeout: 1 }))))
    })
    expect(value).toEqual(Array(2).fill('TimeoutError: The operation timed out.'))
    expect(events(trace, 'get-raised').map(({ atMs }) => atMs)).toEqual([1000, 1000])
  })

  test('H1 the program goes on at the moment its result came, before anything else happens', async () => {
    const { app, add, slow } = tasks()
    const { trace } = await play(app, async () => {
      await slow.delay(1, 1)
      await (await add.delay(1, 1)).get()
      await add.delay(2, 2)
    })
    expect(events(trace, 'task-sent').map(({ atMs }) => atMs)).toEqual([0, 0, 48])
  })

  test('H1 two get()s at once, of one result and of two', async () => {
    const { app, add, slow } = tasks()
    const { value } = await play(app, async () => {
      const [one, other] = [await slow.delay(1, 9), await add.delay(1, 1)]
      return Promise.all([one.get(), one.get(), other.get()])
    })
    expect(value).toEqual([1, 1, 2])
  })

  test('H1 a result that is there already costs no time', async () => {
    const { app, add } = tasks()
    const { value, trace } = await play(app, async () => {
      const result = await add.delay(1, 1)
      return [await result.get(), await result.get()]
    })
    expect(value).toEqual([2, 2])
    expect(trace.at(-1)!.atMs).toBe(48)
  })

  test('H2 reading the backend takes time, so that a program that polls comes to an end', async () => {
    const { app, slow } = tasks()
    const { value, trace } = await play(app, async () => {
      const result = await slow.delay(1, 1)
      let looks = 0
      while (!(await result.ready())) looks++
      return looks
    })
    expect(value).toBeGreaterThan(300)
    expect(trace.at(-1)!.atMs).toBe(1048)
  })
})

describe('states', () => {
  test('H2 a task that runs is PENDING, and STARTED only with track_started', async () => {
    const { app, slow } = tasks()
    const tracked = app.task('tracked', { bind: true, trackStarted: true }, async (self, x: number) => {
      await self.sleep(1)
      return x
    })
    const { value, trace } = await play(app, async () => {
      const [plain, started] = [await slow.delay(1, 1), await tracked.delay(1)]
      const unknown = app.asyncResult('nobody')
      // A program that reads the backend a few times is well inside the second they take.
      for (let look = 0; look < 5; look++) await unknown.state()
      const running = [await plain.state(), await started.state(), await unknown.state()]
      await plain.get()
      return [...running, await plain.state()]
    })
    expect(value).toEqual(['PENDING', 'STARTED', 'PENDING', 'SUCCESS'])
    expect(lifeOf(trace, 'tracked')).toEqual([
      'sent',
      'received',
      'started',
      'STARTED',
      'SUCCESS',
      'succeeded',
    ])
    expect(events(trace, 'result-stored').find(({ state }) => state === 'STARTED')!.result).toMatchObject({
      hostname: 'worker2',
      pid: 1,
    })
  })

  test('G5 a state of its own is stored with its meta, and is not ready', async () => {
    const { app } = tasks()
    const works = app.task('works', { bind: true }, async (self) => {
      self.updateState({ state: 'PROGRESS', meta: { done: 3 } })
      await self.sleep(1)
      return 'all'
    })
    const { value } = await play(app, async () => {
      const result = await works.delay()
      while ((await result.state()) === 'PENDING');
      return [await result.state(), await result.result(), await result.ready(), await result.get()]
    })
    expect(value).toEqual(['PROGRESS', { done: 3 }, false, 'all'])
  })

  test('H2 a failure: state, result, traceback', async () => {
    const { app, boom } = tasks()
    const { value } = await play(app, async () => {
      const result = await boom.delay()
      const raised = await settled(result.get())
      return [
        raised,
        await result.state(),
        await result.failed(),
        String(await result.result()),
        await result.traceback(),
      ]
    })
    expect(value.slice(0, 4)).toEqual(['RangeError: boom', 'FAILURE', true, 'RangeError: boom'])
    expect(value[4]).toContain('RangeError: boom\n    at ')
  })

  test('F9 G7 ignore_result stores nothing; get() of that send is null at once', async () => {
    const { app, add } = tasks()
    const quiet = app.task('quiet', { ignoreResult: true }, (x: number) => x)
    const { value, trace } = await play(app, async () => {
      const [task, message] = [await quiet.delay(1), await add.s(1, 1).applyAsync({ ignoreResult: true })]
      return [await task.get(), await message.get(), await app.asyncResult(task.id).state()]
    })
    expect(value).toEqual([null, null, 'PENDING'])
    expect(events(trace, 'result-stored')).toEqual([])
    expect(starts(trace)).toHaveLength(2)
  })

  test('H6 forget makes it PENDING', async () => {
    const { app, add } = tasks()
    const { value } = await play(app, async () => {
      const result = await add.delay(1, 1)
      await result.get()
      await result.forget()
      return result.state()
    })
    expect(value).toBe('PENDING')
  })
})

describe('parents and children', () => {
  test('B5 every step of a chain, up to the first', async () => {
    const { app, add, double } = tasks()
    const { value } = await play(app, async () => {
      const result = await chain(add.s(1, 2), double.s(), add.s(1)).delay()
      return [
        await result.get(),
        await result.parent.get(),
        await result.parent.parent.get(),
        result.parent.parent.parent,
      ]
    })
    expect(value).toEqual([7, 6, 3, null])
  })

  test('H2 children: the next step, a group, one callback, several callbacks', async () => {
    const { app, add, double } = tasks()
    const { value } = await play(app, async () => {
      const children = async (sent: Promise<{ get(): Promise<unknown> }>) => {
        const result = (await sent) as unknown as AnyResult & { get(): Promise<unknown> }
        await result.get()
        await app.runtime.meta('time goes by')
        return Promise.all(
          (await result.children()).map(async (child) =>
            'results' in child
              ? (child.results as unknown[]).length
              : (child as never as { get(): unknown }).get(),
          ),
        )
      }
      const steps = await chain(add.s(1, 2), double.s()).delay()
      const before = await chain(add.s(1, 2), group(double.s(), double.s())).delay()
      return [
        await children(Promise.resolve(steps.parent)),
        await children(Promise.resolve(before.parent)),
        await children(add.s(1, 2).link(double.s()).delay()),
        await children(add.s(1, 2).link(double.s()).link(add.s(1)).delay()),
        await children(double.delay(1)),
      ]
    })
    expect(value).toEqual([[6], [2], [6], [2], []])
  })

  test('A13 link: the result is that of the linking task, and the callback is its child', async () => {
    const { app, add, double } = tasks()
    const { value } = await play(app, async () => {
      const result = await add.s(1, 2).link(double.s()).delay()
      const child = async () => (await result.children())[0] as unknown as { get(): Promise<unknown> }
      return [await result.get(), await (await child()).get(), result.parent]
    })
    expect(value).toEqual([3, 6, null])
  })

  test('B22 the graph goes down from the result in hand, and is drawn as Celery draws it', async () => {
    const app = new Celery('graph')
    const add = app.task('add', (x: number, y: number) => x + y)
    const { value } = await play(app, async () => {
      const result = await chain(add.s(1, 1), add.s(2), group(add.s(1), add.s(2))).delay()
      await result.get()
      const { parent } = result
      const names = [parent.parent, parent, result, ...result.results].map(({ id }) => id)
      const graph = await parent.parent.graph()
      return { dot: graph.toDot((id) => `${names.indexOf(id)}`), ids: [...graph.adjacent.keys()], names }
    })
    expect(value.ids).toEqual(value.names)
    const style = 'shape="oval", arrowhead="vee", style="filled", fontname="HelveticaNeue"'
    const node = `[${style}, fillcolor="palegreen3", color="palegreen4"]`
    const leaf = `[${style}, fillcolor="palegreen1", color="palegreen2"]`
    const edge = `[${style}, color="darkseagreen4", arrowcolor="black", arrowsize="0.7"]`
    // What Celery 5.6.3 wrote for this canvas, with short names.
    expect(value.dot).toBe(`digraph dependencies {
    graph [${style}, bgcolor="mintcream", root="0"]
    "0" ${node}
    "0" -> "1" ${edge}
    "1" ${node}
    "1" -> "2" ${edge}
    "2" ${node}
    "2" -> "3" ${edge}
    "2" -> "4" ${edge}
    "3" ${leaf}
    "4" ${leaf}
}
`)
  })

  test('B22 a graph that is not complete is an IncompleteStream, or as far as it goes', async () => {
    const app = new Celery('graph')
    const add = app.task('add', (x: number, y: number) => x + y)
    const { value } = await play(app, async () => {
      const result = await add.s(1, 1).set({ countdown: 60 }).delay()
      const some = await result.graph({ intermediate: true })
      return [await settled(result.graph()), [...some.adjacent.values()], result.id]
    })
    expect(value).toEqual([
      `IncompleteStream: ${value[2]} is not ready: wait with get() first, or ask for graph({ intermediate: true })`,
      [[]],
      value[2],
    ])
  })

  test('H4 collect goes down from the result in hand: steps, then the group and its members', async () => {
    const { app, add, double } = tasks()
    const { value } = await play(app, async () => {
      const result = await chain(add.s(1, 2), double.s(), group(double.s(), add.s(1))).delay()
      await result.get()
      const first = result.parent.parent
      const values: unknown[] = []
      for await (const [, each] of first.collect()) values.push(each)
      return values
    })
    expect(value).toEqual([3, 6, [12, 7], 12, 7])
  })

  test('H5 asTuple keeps the parents, and a result made from it too', async () => {
    const { app, add, double } = tasks()
    const { value } = await play(app, async () => {
      const result = await chain(add.s(1, 2), double.s()).delay()
      const again = app.resultFromTuple(result.asTuple()) as unknown as typeof result
      return [await again.get(), await again.parent.get(), app.asyncResult(result.id).parent]
    })
    expect(value).toEqual([6, 3, null])
  })
})

describe('chains, groups and chords', () => {
  test('D1 D9 a chord: the body gets the list; its parent is the header', async () => {
    const { app, add, total } = tasks()
    const { value, trace } = await play(app, async () => {
      const result = await chord([add.s(1, 1), add.s(2, 2)], total.s()).delay()
      return [await result.get(), await result.parent.get()]
    })
    expect(value).toEqual([6, [2, 4]])
    expect(events(trace, 'chord-size')).toMatchObject([{ size: 2 }])
    expect(events(trace, 'chord-part').map(({ count, size }) => `${count}/${size}`)).toEqual(['1/2', '2/2'])
  })

  test('the body of a chord is sent after its last part was counted, in the name of that part', async () => {
    const { app, slow, total } = tasks()
    const { trace } = await play(app, async () =>
      (await chord([slow.s(1, 5), slow.s(2, 1)], total.s()).delay()).get(),
    )
    const last = trace.findIndex((event) => event.type === 'chord-part' && event.count === event.size)
    const body = trace.findIndex((event) => event.type === 'task-sent' && event.task === 'total')
    expect(last).toBeLessThan(body)
    expect(events(trace, 'task-sent').at(-1)).toMatchObject({
      cause: 'chord',
      parentId: (trace[last] as { taskId: string }).taskId,
    })
  })

  test('D2 D6 D7 every kind of body', async () => {
    const { app, add, total, double, list } = tasks()
    const header = () => [add.s(1, 1), add.s(2, 2)] as const
    const { value } = await play(app, async () => [
      await (await chain(group(...header()), total.s()).delay()).get(),
      await (await chord([add.s(1, 1)], list.s()).delay()).get(),
      await (await chord(header(), chain(total.s(), double.s())).delay()).get(),
      await (await chord(header(), group(total.s(), list.s())).delay()).get(),
      await (await chord(header(), chord([total.s(), total.s()], list.s())).delay()).get(),
      await (await chord([], list.s()).delay()).get(),
    ])
    expect(value).toEqual([6, [2], 12, [6, [2, 4]], [6, 6], []])
  })

  test('D8 a chord in the header of another', async () => {
    const { app, add, total, list } = tasks()
    const { value } = await play(app, async () =>
      (await chord([chord([add.s(1, 1), add.s(2, 2)], total.s()), add.s(3, 3)], list.s()).delay()).get(),
    )
    expect(value).toEqual([6, 6])
  })

  test('C16 C18 chains as members: a value, or a nested list', async () => {
    const { app, add, double } = tasks()
    const { value } = await play(app, async () => [
      await (await group(chain(add.s(1, 1), double.s()), add.s(3, 3)).delay()).get(),
      await (await group(chain(add.s(1, 1), group(double.s(), double.s())), add.s(3, 3)).delay()).get(),
    ])
    expect(value).toEqual([
      [4, 6],
      [[4, 4], 6],
    ])
  })

  test('B7 B8 B9 groups in a chain', async () => {
    const { app, add, total, double, list } = tasks()
    const { value } = await play(app, async () => [
      await (await chain(add.s(1, 1), group(double.s(), add.s(1)), total.s()).delay()).get(),
      await (await chain(add.s(1, 1), group(double.s(), add.s(1))).delay()).get(),
      await (await chain(add.s(1, 1), group(double.s(), add.s(1)), group(total.s(), list.s())).delay()).get(),
    ])
    expect(value).toEqual([7, [4, 3], [7, [4, 3]]])
  })

  test('D10 a chord of which a part failed: get() raises the original, the stored result is a ChordError', async () => {
    const { app, add, boom, total, slow } = tasks()
    const { value, trace } = await play(app, async () => {
      const result = await chord([add.s(1, 1), boom.s(), slow.s(1, 9)], total.s()).delay()
      const raised = await settled(result.get())
      const stored = await settled(result.get({ followParents: false }))
      return [raised, stored, result.parent.results[1]!.id]
    })
    expect(value.slice(0, 2)).toEqual([
      'RangeError: boom',
      `ChordError: Dependency ${value[2]} raised RangeError('boom')`,
    ])
    // Not before the last part is in: the slow one runs for 9 s.
    const stored = events(trace, 'result-stored').find(
      ({ taskId, state }) => state === 'FAILURE' && taskId !== value[2],
    )
    expect(stored!.atMs).toBeGreaterThan(9000)
    expect(lifeOf(trace, 'total')).toEqual([])
  })

  test('B19 failure: later plain steps are FAILURE with the same exception, and never ran', async () => {
    const { app, add, boom, double } = tasks()
    const { value, trace } = await play(app, async () => {
      const result = await chain(add.s(1, 1), boom.si(), double.s()).delay()
      const raised = await settled(result.get())
      await app.runtime.meta('time goes by')
      return [raised, await result.state(), await result.parent.state(), await result.parent.parent.state()]
    })
    expect(value).toEqual(['RangeError: boom', 'FAILURE', 'FAILURE', 'SUCCESS'])
    expect(lifeOf(trace, 'double')).toEqual([])
  })

  test('B19 failure: the members of a later group stay PENDING', async () => {
    const { app, boom, double } = tasks()
    const { value } = await play(app, async () => {
      const result = await chain(boom.s(), group(double.s(), double.s())).delay()
      await settled(result.parent.get())
      return Promise.all(result.results.map((member) => member.state()))
    })
    expect(value).toEqual(['PENDING', 'PENDING'])
  })

  test('E1 E2 E3 map, starmap and chunks', async () => {
    const { app, add, double } = tasks()
    const { value, trace } = await play(app, async () => [
      await (await double.map([1, 2, 3]).delay()).get(),
      await (
        await add
          .starmap([
            [1, 1],
            [2, 2],
          ])
          .delay()
      ).get(),
      await (
        await add
          .chunks(
            [
              [1, 1],
              [2, 2],
              [3, 3],
            ],
            2,
          )
          .delay()
      ).get(),
    ])
    expect(value).toEqual([
      [2, 4, 6],
      [2, 4],
      [[2, 4], [6]],
    ])
    expect(events(trace, 'task-sent').map(({ task }) => task)).toEqual([
      'celery.map',
      'celery.starmap',
      'celery.starmap',
      'celery.starmap',
    ])
    // A map takes as long as its items together.
    expect(starts(trace)[1]).toBe(`celery.starmap@${5 + 3 * PLAIN.latency.run + PLAIN.latency.store + 5}`)
  })

  test('A24 a call that does not fit is refused at the sender, and nothing is sent', async () => {
    const { app, add } = tasks()
    const { value, trace } = await play(app, async () =>
      settled((add.delay as (x: number) => Promise<unknown>)(1)),
    )
    expect(value).toBe("TypeError: add() missing 1 required positional argument: 'y'")
    expect(trace).toEqual([])
  })

  test('A24 as a step of a chain it fails the task before it, in the worker', async () => {
    const { app, add } = tasks()
    const next = app.signature<[x: number], number>('add', { args: [1, 2] })
    const { value } = await play(app, async () => {
      const result = await chain(add.s(1, 1), next).delay()
      return [await settled(result.get()), await result.parent!.state(), await result.state()]
    })
    expect(value).toEqual([
      'TypeError: add() takes 2 positional arguments but 3 were given',
      'FAILURE',
      'FAILURE',
    ])
  })
})
