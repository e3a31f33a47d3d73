import type { Canvas } from '../../src/canvas/canvas.ts'
import type { StoredException } from '../../src/canvas/runtime.ts'
import type { ProgramRun } from '../../src/program/programRun.ts'
import { isCanvas } from './bareCanvas.ts'

/** How one run of a task ended. */
export type Outcome =
  | { readonly type: 'value'; readonly value: unknown }
  | { readonly type: 'error' | 'retry'; readonly error: string; readonly args: readonly unknown[] }
  | { readonly type: 'ignore' | 'reject' }

/** A task, and how each of its runs ended, by what it was given: `[args, kwargs]` as JSON with its keys in order. */
export interface RecordedTask {
  readonly task: string
  readonly outcomes: Readonly<Record<string, readonly Outcome[]>>
}

/** Every task that stands in the canvases or ran, in that order. Celery's own are left to Celery. */
export const recordedTasks = (
  canvases: readonly Canvas[],
  { trace }: ProgramRun,
): readonly RecordedTask[] => {
  const tasks = new Map<string, Record<string, Outcome[]>>()
  const name = (task: string) => {
    if (!task.startsWith('celery.') && !tasks.has(task)) tasks.set(task, {})
  }
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) walk(one)
    else if (isCanvas(value)) {
      name(value.task)
      walk(Object.values(value.kwargs))
      walk(Object.values(value.options))
      walk(value.args)
    }
  }
  walk(canvases)
  const given = new Map<string, { readonly task: string; readonly key: string }>()
  const ended = (taskId: string, outcome: Outcome) => {
    const message = given.get(taskId)
    if (message === undefined) return
    for (const { task, key, value } of itemsOf(message, outcome)) {
      const outcomes = tasks.get(task)
      if (outcomes === undefined) continue
      outcomes[key] ??= []
      outcomes[key].push(value)
    }
  }
  for (const event of trace)
    switch (event.type) {
      case 'task-sent':
        name(event.task)
        given.set(event.taskId, { task: event.task, key: keyOf(event.args, event.kwargs) })
        break
      case 'task-succeeded':
        ended(event.taskId, { type: 'value', value: event.result })
        break
      case 'task-failed':
        ended(event.taskId, thrown('error', event.exception))
        break
      case 'task-retried':
        ended(event.taskId, thrown('retry', event.exception))
        break
      case 'task-ignored':
        if (!event.replaced) ended(event.taskId, { type: 'ignore' })
        break
      case 'task-rejected':
        ended(event.taskId, { type: 'reject' })
        break
    }
  return Array.from(tasks, ([task, outcomes]) => ({ task, outcomes }))
}

/** A map or a starmap runs its task once for each item, inside of one run of Celery's own. */
const itemsOf = (
  { task, key }: { readonly task: string; readonly key: string },
  outcome: Outcome,
): readonly { readonly task: string; readonly key: string; readonly value: Outcome }[] => {
  if (task !== 'celery.map' && task !== 'celery.starmap') return [{ task, key, value: outcome }]
  const [, kwargs] = JSON.parse(key) as [unknown, { task?: { task?: string }; it?: readonly unknown[] }]
  const inner = kwargs.task?.task
  if (inner === undefined || outcome.type !== 'value' || !Array.isArray(outcome.value)) return []
  return outcome.value.map((value, index) => {
    const item = kwargs.it?.[index]
    return {
      task: inner,
      key: keyOf(task === 'celery.starmap' ? item : [item], {}),
      value: { type: 'value', value },
    }
  })
}

const thrown = (type: 'error' | 'retry', { exc_type, exc_message }: StoredException): Outcome => ({
  type,
  error: exc_type,
  args: Array.isArray(exc_message) ? exc_message : [exc_message],
})

/** As Python's `json.dumps(…, sort_keys=True, separators=(",", ":"))` writes it. */
const keyOf = (args: unknown, kwargs: unknown): string => JSON.stringify([args, kwargs], sorted)

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value
