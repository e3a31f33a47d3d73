import { storedException } from '../../src/canvas/exceptions.ts'
import type { Json } from '../../src/canvas/json.ts'
import { Celery, type Configuration, Ignore } from '../../src/index.ts'
import { running } from '../../src/runtime/taskCode.ts'
import type { Errback } from './cases.ts'
import { add, isNegative, join, length, multiply, str, sum } from './python.ts'
import { type AnyContext, type AnyTask, type DefineTask, untyped } from './words.ts'

/** The tasks of `oracle/tasks.py` once more, in an app of their own, and the calls of its errback so far. */
export function vocabulary(settings: Configuration = {}) {
  const app = new Celery('conformance', settings as {})
  const errbacks: Errback[] = []
  const task = app.task.bind(app) as unknown as DefineTask
  const plus = task('add', { parameters: ['x', 'y?', 'z?'] }, (x: Json, y: Json = 0, z: Json = 0) =>
    add(add(x, y), z),
  )
  const times = task('mul', { parameters: ['x', 'y'] }, multiply)
  const tasks: Record<string, AnyTask> = {
    add: plus,
    mul: times,
    ident: task('ident', { parameters: ['x'] }, (x: Json) => x),
    // Not bound, as in Python: as an errback it is called in the worker. Its keywords stand in the message.
    echo: task('echo', { parameters: ['*args', '**kwargs'] }, (...args: Json[]) => [
      args,
      running.getStore()?.message.body[1] ?? {},
    ]),
    tsum: task('tsum', { parameters: ['nums'] }, sum),
    count: task('count', { parameters: ['items'] }, length),
    pair: task('pair', { parameters: ['x', 'y'] }, (x: Json, y: Json) => [x, y]),
    listify: task('listify', { parameters: ['x', 'n?'] }, (x: Json, n: Json = 3) => multiply([x], n)),
    join: task('join', { parameters: ['items', 'sep?'] }, (items: Json, sep: string = '-') =>
      join(items, sep),
    ),
    none: task('none', { parameters: ['*args', '**kwargs'] }, () => null),
    fail: task('fail', { parameters: ['*args', '**kwargs'] }, () => {
      throw new ValueError('boom')
    }),
    fail_if_negative: task('fail_if_negative', { parameters: ['x'] }, (x: Json) => {
      if (isNegative(x)) throw new ValueError(`negative: ${x}`)
      return x
    }),
    flaky: task(
      'flaky',
      { bind: true, maxRetries: 3, parameters: ['x', 'fails?'] },
      (self: AnyContext, x: Json, fails: number = 2) => {
        const { retries } = self.request
        return retries < fails ? self.retry({ exc: new ValueError(`try ${retries}`), countdown: 0 }) : x
      },
    ),
    ignored: task('ignored', { bind: true, parameters: ['*args'] }, () => {
      throw new Ignore()
    }),
    replace_with_add: task(
      'replace_with_add',
      { bind: true, parameters: ['x', 'y'] },
      (self: AnyContext, x: Json, y: Json) => self.replace(plus.s(x, y)),
    ),
    replace_with_chain: task(
      'replace_with_chain',
      { bind: true, parameters: ['x'] },
      (self: AnyContext, x: Json) => self.replace(plus.s(x, 1).pipe(times.s(10))),
    ),
    replace_with_group: task(
      'replace_with_group',
      { bind: true, parameters: ['x'] },
      (self: AnyContext, x: Json) => self.replace(untyped.group(plus.s(x, 1), plus.s(x, 2))),
    ),
    on_error: task(
      'on_error',
      { parameters: ['request', 'exc', 'traceback'] },
      (request: { readonly task: string }, exc: Error) => {
        const stored = storedException(exc)
        errbacks.push({ task: request.task, exc: stored.exc_type, message: str(stored) })
      },
    ),
    on_error_id: task('on_error_id', { parameters: ['task_id'] }, (_id: Json) => 'errback'),
  }
  return { app, tasks, errbacks }
}

/** Python's own exception, of which only the name travels. */
class ValueError extends Error {}
