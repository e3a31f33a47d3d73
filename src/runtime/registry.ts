import { bindArguments, parameterList } from '../canvas/arity.ts'
import type { Options } from '../canvas/canvas.ts'
import type { App } from '../canvas/celery.ts'
import type { RegisteredTask } from '../canvas/task.ts'
import type { TaskSpec } from '../interpreter/context.ts'
import { builtins } from './builtins.ts'

/** An app's tasks as the interpreter sees them; what it works out of a task, it works out once. */
export function registryOf(app: App): (name: string) => TaskSpec | undefined {
  const specs = new Map<string, TaskSpec>()
  return (name) => {
    const present = specs.get(name)
    if (present) return present
    const task = taskNamed(app, name)
    if (!task?.fn) return undefined
    const spec = specOf(task)
    specs.set(name, spec)
    return spec
  }
}

/** A task of the app, or one of Celery's own. */
export const taskNamed = (app: App, name: string): RegisteredTask | undefined =>
  app.tasks.get(name) ?? builtins.get(name)

function specOf(task: RegisteredTask): TaskSpec {
  const { options } = task
  return {
    name: task.name,
    check: options.typing === false ? () => {} : (args, kwargs) => void bindArguments(task, args, kwargs),
    options: executionOptionsOf(task),
    ignoreResult: options.ignoreResult ?? false,
    storeErrorsEvenIfIgnored: options.storeErrorsEvenIfIgnored ?? false,
    trail: options.trail ?? true,
    inlineErrback: !task.bind && takesMoreThanOne(task),
  }
}

/** `arity_greater(fn, 1)`: more than one positional parameter, or a rest parameter. */
const takesMoreThanOne = (task: RegisteredTask): boolean => parameterList(task).max > 1

/** The options of a task that go into each of its messages (app/task.py, `extract_exec_options`). */
function executionOptionsOf({ options }: RegisteredTask): Options | null {
  const { queue, priority, timeLimit, softTimeLimit, compression, deliveryMode } = options
  const own = {
    ...(queue !== undefined && { queue }),
    ...(priority !== undefined && { priority }),
    ...(timeLimit !== undefined && { time_limit: timeLimit }),
    ...(softTimeLimit !== undefined && { soft_time_limit: softTimeLimit }),
    ...(compression !== undefined && { compression }),
    ...(deliveryMode !== undefined && { delivery_mode: deliveryMode }),
  }
  return Object.keys(own).length === 0 ? null : own
}
