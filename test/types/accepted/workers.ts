import { chain } from '../../../src/canvas/chain.ts'
import { chord } from '../../../src/canvas/chord.ts'
import type { Context } from '../../../src/canvas/context.ts'
import type { Json } from '../../../src/canvas/json.ts'
import type { AnyResult, AsyncResult } from '../../../src/canvas/result.ts'
import type { Signature } from '../../../src/canvas/signature.ts'
import type { StampingVisitor } from '../../../src/canvas/stamp.ts'
import { is } from '../expect.ts'
import { add, app, double, sum } from '../tasks.ts'

// A visitor says the stamps of what it comes by; what is stamped stays what it is.
const visitor: StampingVisitor = {
  onSignature: ({ task }, stamps) => ({ of: task, so_far: Object.keys(stamps) }),
  onChainStart: (steps) => ({ steps: steps.kwargs.tasks.length }),
  onGroupStart: () => null,
  onChordBody: ({ task }) => ({ body: task }),
  onCallback: () => undefined,
}
is<Signature<[x: number], number, 'add', {}>>()(add.s(2).stamp({}, { visitor, appendStamps: true }))
chain(add.s(1, 2), double.s()).stamp({ tenant: 'a' }, { visitor }).delay()
chord([add.s(1, 2)], sum.s())
  .stamp({}, { visitor: { onSignature: () => ({ seen: true }) } })
  .delay()
// Hooks are options of a task; the context comes first, and arguments are what JSON carries.
const watched = app.task(
  'watched',
  {
    beforeStart: (self, taskId, args, kwargs) => {
      is<string>()(self.request.id)
      is<string>()(taskId)
      is<readonly Json[]>()(args)
      Object.keys(kwargs)
    },
    onSuccess: (_self, result) => is<Json>()(result),
    onFailure: (_self, exc, _taskId, _args, _kwargs, traceback) => {
      is<Error>()(exc)
      is<string | null>()(traceback)
    },
    onRetry: (_self, exc) => is<Error | null>()(exc),
    afterReturn: (_self, _status, result) => is<Json | Error>()(result),
    onReplace: (self, signature) => signature.stamp({ instead: self.request.task }),
  },
  (x: number) => x + 1,
)
is<Signature<[x: number], number, 'watched', {}>>()(watched.s())
// Another try: the arguments that it has, more of them, other options; what any context may be given to.
interface Order {
  id: number
}
const backoff = (self: Context) => self.retry({ countdown: 2 ** self.request.retries })
app.task('ordered', { bind: true }, (self, order: Order, times = 1, ...marks: string[]) => {
  is<number>()(times)
  if (times > 5) throw self.retry({ args: [{ id: order.id }, times + 1, ...marks], maxRetries: null })
  return times > 3 ? backoff(self) : self.retry({ args: [{ id: 1 }], exc: new Error('later') })
})
app.task('ordering', { bind: true }, (self: Context<number, [order: Order]>, order: Order) =>
  order.id > 1 ? self.retry({ args: [{ id: 1 }] }) : backoff(self),
)
app.task('paged', { bind: true, parameters: ['page', 'size'] }, (self, page: number, size: number) =>
  self.retry({ args: [page + 1], kwargs: { size } }),
)
// What is told to all workers, and which result started which.
export async function told(sent: AsyncResult<number>) {
  is<void>()(await app.control.revoke(sent.id, { terminate: true }))
  is<void>()(await app.control.revoke([sent.id, 'another']))
  is<void>()(await app.control.revokeByStampedHeaders({ tenant: ['a', 'b'] }, { terminate: true }))
  is<void>()(await sent.revokeByStampedHeaders({ tenant: 'a' }))
  const { adjacent, toDot } = await sent.graph({ intermediate: true })
  is<readonly string[] | undefined>()(adjacent.get(sent.id))
  is<string>()(toDot((id) => id.slice(0, 8)))
  is<readonly AnyResult[]>()(await sent.children())
}
