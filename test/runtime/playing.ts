import type { Celery } from '../../src/canvas/celery.ts'
import { simulate } from '../../src/index.ts'
import type { Trace, TraceEvent, What } from '../../src/runtime/trace.ts'
import type { World } from '../../src/runtime/world.ts'

/** Delays that are easy to add up: 5 ms to a queue, 40 ms of work, 3 ms to the backend. */
export const PLAIN = { latency: { publish: 5, run: 40, store: 3 } } as const

/** Plays a program to its end, and gives what it returned with its trace. What the program throws is thrown. */
export async function play<Value>(
  app: Celery,
  program: () => Promise<Value>,
  world: World = {},
): Promise<{ readonly value: Value; readonly trace: Trace }> {
  const { returned, error, trace } = await simulate(app, { ...PLAIN, ...world }, async () => ({
    value: await program(),
  }))
  if (error) throw error
  return { value: returned.value as Value, trace }
}

/** What a promise gives, or the error it rejects with as `Name: message`. */
export const settled = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => value,
    (error: Error) => `${error.name}: ${error.message}`,
  )

/** The reason why a result never comes, without the words that stand around it. */
export async function whyNever(promise: Promise<unknown>): Promise<string> {
  const words = await settled(promise)
  const found = /^NeverReady: this result can never become ready: (.*)\. Celery's get\(\) would/.exec(
    `${words}`,
  )
  return found ? found[1]! : `no NeverReady: ${words}`
}

/** The events of one type. */
export const events = <Type extends What['type']>(trace: Trace, type: Type) =>
  trace.filter((event): event is Extract<TraceEvent, { readonly type: Type }> => event.type === type)

/** The name of each task in a trace, by its id. */
export const taskNames = (trace: Trace): ReadonlyMap<string, string> =>
  new Map(events(trace, 'task-sent').map(({ taskId, task }) => [taskId, task]))

/** Each start of a task: `add@45`, in milliseconds. */
export function starts(trace: Trace): readonly string[] {
  const names = taskNames(trace)
  return events(trace, 'task-started').map(({ taskId, atMs }) => `${names.get(taskId)}@${atMs}`)
}

/** What happened to one task, in order, without what Celery does not tell. */
export const lifeOf = (trace: Trace, task: string): readonly string[] => {
  const names = taskNames(trace)
  return trace.flatMap((event) =>
    'taskId' in event && names.get(event.taskId) === task
      ? [event.type === 'result-stored' ? event.state : event.type.replace(/^task-/, '')]
      : [],
  )
}
