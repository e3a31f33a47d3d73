import type { Json } from '../../src/canvas/json.ts'
import { Celery, group, Ignore, Reject } from '../../src/index.ts'

/** The sum of all numbers in a value: what every task here makes of what it is given. */
const sum = (value: Json): number =>
  typeof value === 'number'
    ? value
    : Array.isArray(value)
      ? value.reduce((all, each) => all + sum(each), 0)
      : 0

/** An error of the vocabulary's own. */
export class Boom extends Error {}

/**
 * A small vocabulary in which every canvas is well typed: each task takes one value of any shape, and gives a number or
 * a list. With `acksLate` every task acknowledges late and goes back to its queue when its process dies.
 */
export function vocabulary({ acksLate = false, backend = 'memory://' } = {}) {
  const app = new Celery('vocabulary', { backend })
  const late = { acksLate, rejectOnWorkerLost: acksLate }
  const takes = { ...late, parameters: ['x?'] } as const
  const bound = { ...takes, bind: true } as const
  const add = app.task(
    'add',
    { ...late, parameters: ['x?', 'y?'] },
    (x: Json = 0, y: number = 1) => sum(x) + y,
  )
  app.task('pair', takes, (x: Json = 0) => [sum(x), sum(x)])
  app.task('sleepy', bound, async (self, x: Json = 0) => {
    await self.sleep(2)
    return sum(x)
  })
  app.task('soon', takes, async (x: Json = 0) => sum(x))
  app.task('flaky', bound, (self, x: Json = 0) =>
    self.request.retries < 1 ? self.retry({ exc: new Boom('again'), countdown: 1 }) : sum(x),
  )
  app.task('quiet', { ...takes, ignoreResult: true }, (x: Json = 0) => sum(x))
  app.task('swapped', bound, (self, x: Json = 0) => self.replace(add.s(x, 1)))
  app.task('fanned', bound, (self, x: Json = 0) => self.replace(group(add.s(x, 1), add.s(x, 2)) as never))
  app.task('sends', bound, async (_, x: Json = 0) => {
    await add.delay(x, 1)
    return sum(x)
  })
  app.task('fail', takes, (): number => {
    throw new Boom('boom')
  })
  app.task('ignored', takes, (): number => {
    throw new Ignore()
  })
  app.task('dropped', takes, (): number => {
    throw new Reject('no')
  })
  app.task('told', takes, () => 0)
  app.task('heard', { ...late, parameters: ['request', 'exc', 'traceback'] }, (..._: readonly Json[]) => 0)
  return app
}

/** The tasks by what becomes of them. */
export const GIVERS = ['add', 'pair', 'sleepy', 'soon', 'flaky', 'swapped', 'fanned', 'sends'] as const
export const FAILERS = ['fail'] as const
export const LOSERS = ['ignored', 'dropped', 'unknown', 'quiet'] as const
