import type { Canvas } from '../canvas/canvas.ts'
import { chunksOf } from '../canvas/compose.ts'
import type { Context } from '../canvas/context.ts'
import type { HandleTuple } from '../canvas/handle.ts'
import { handleOf } from '../canvas/handle.ts'
import type { Json } from '../canvas/json.ts'
import type { RegisteredTask } from '../canvas/task.ts'
import type { WorkerContext } from './taskRun.ts'

/** Celery's own tasks (celery/app/builtins.py): a canvas uses them under the hood, and they run like any other. */
export const builtins: ReadonlyMap<string, RegisteredTask> = new Map(
  [
    builtin('celery.map', ['task', 'it'], async (self, task: { task: string }, it: readonly Json[]) => {
      const results: unknown[] = []
      for (const item of it) results.push(await self.call(task.task, [item]))
      return results
    }),
    builtin('celery.starmap', ['task', 'it'], async (self, task: { task: string }, it: readonly Json[][]) => {
      const results: unknown[] = []
      for (const args of it) results.push(await self.call(task.task, args))
      return results
    }),
    builtin('celery.chunks', ['task', 'it', 'n'], (self, task: never, it: readonly Json[][], n: number) =>
      self.send(chunksOf(task, it, n)),
    ),
    builtin('celery.accumulate', ['*args', '**kwargs'], (self, ...args: readonly Json[]) => {
      const { index } = self.request.kwargs
      return typeof index === 'number' ? args[index] : args
    }),
    builtin(
      'celery.chord_unlock',
      ['group_id', 'callback', 'interval?', 'max_retries?', 'result?'],
      (
        self,
        groupId: string,
        callback: Canvas,
        interval: number | null = null,
        maxRetries: number | null = null,
        result: readonly HandleTuple[] = [],
      ) => {
        const header = { type: 'group', id: groupId, parent: null, results: result.map(handleOf) } as const
        const lookAgainUnless = (isDone: boolean): void => {
          if (!isDone) self.retry({ countdown: interval ?? self.retryInterval, maxRetries })
        }
        const unlocked = self.unlock(header, callback)
        return typeof unlocked === 'boolean' ? lookAgainUnless(unlocked) : unlocked.then(lookAgainUnless)
      },
      { ignoreResult: true, maxRetries: null },
    ),
    // Celery's beat sends it once a day: of the backends here, each forgets what has expired by itself.
    builtin('celery.backend_cleanup', [], () => null),
  ].map((task) => [task.name, task]),
)

function builtin<Args extends readonly never[]>(
  name: string,
  parameters: readonly string[],
  fn: (self: Context & WorkerContext, ...args: Args) => unknown,
  options: RegisteredTask['options'] = {},
): RegisteredTask {
  return { name, fn: fn as unknown as RegisteredTask['fn'], bind: true, parameters, options }
}
