import type { about, Composable } from './about.ts'
import type { Request } from './context.ts'
import type { GiverOf, MistakeOf, NoCanvas } from './fits.ts'

/**
 * An errback itself, or a sentence. Celery calls a function of one parameter with the id of the failed task, and one of
 * several with (request, exc, traceback), inside the worker (backends/base.py `_call_task_errbacks`).
 */
export type Errback<Failing extends string, Next extends Composable> = Next[typeof about]['takes'] extends
  | ((args: [taskId: string]) => void)
  | ((args: [request: Request, exc: Error, traceback: string]) => void)
  ? Next
  : Composable extends Next
    ? Composable | NoCanvas
    : Next[typeof about]['kind'] extends 'other'
      ? MistakeOf<Next[typeof about]['parts']>
      : `${GiverOf<Next>} cannot be the errback of ${Failing}: an errback takes (taskId: string), or (request: Request, exc: Error, traceback: string)`
