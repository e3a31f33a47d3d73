import type { StoredException } from '../canvas/runtime.ts'
import type { Context } from '../interpreter/context.ts'
import type { Effect } from '../interpreter/effect.ts'
import { settle } from '../interpreter/settle.ts'
import type { TaskRun } from './taskRun.ts'

/**
 * What follows when an errback or a hook of a task that has ended throws. Celery takes that for an error of the task, and
 * handles it as a failure, whatever the task's end was. What throws then as well is handled once more, by the worker's
 * main process, which calls errbacks and no hooks; after that nothing is called (trace.py; three calls seen on 5.6.3).
 */
export function failAgain(error: StoredException, run: TaskRun, context: Context): readonly Effect[] {
  const { failures = 1, message } = run
  run.failures = failures + 1
  run.thrown = undefined
  const tells = failures === 1 ? 'onFailure' : 'nobody'
  const effects = settle(message, { type: 'raised', exception: error, traceback: null, tells }, run, context)
  const failed = {
    type: 'failed',
    exception: error,
    ...(run.returned !== undefined && { returned: run.returned }),
  } as const
  return failures < MOST_FAILURES ? [...effects.slice(0, -1), failed] : [failed]
}

/** How often one failure is handled. */
const MOST_FAILURES = 3
