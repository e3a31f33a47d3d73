import type { Handle } from '../../src/canvas/handle.ts'
import { handleOf, idsOf } from '../../src/canvas/handle.ts'
import type { Json } from '../../src/canvas/json.ts'
import type { StoredException, TaskMeta } from '../../src/canvas/runtime.ts'
import { hasFailed, isReady } from '../../src/canvas/states.ts'
import { printException } from '../../src/interpreter/chord.ts'
import { Simulation } from '../../src/runtime/simulation.ts'
import type { Trace } from '../../src/runtime/trace.ts'
import type { World } from '../../src/runtime/world.ts'
import { build } from './build.ts'
import type { Case, ChildOutcome, Execution, Failure, Outcome, ResultOutcome } from './cases.ts'
import { str } from './python.ts'
import { vocabulary } from './vocabulary.ts'
import type { AnyCanvas } from './words.ts'

/**
 * What the simulator makes of a case in one world, in the words of the recording. A client whose `get()` hangs was not
 * told of its own results, or not of all.
 */
export async function outcome(
  { expr, args = [], call = {} }: Case,
  world: World,
  told = true,
): Promise<Outcome> {
  const { app, tasks, errbacks } = vocabulary()
  let canvas: AnyCanvas
  let built: Pick<Outcome, 'json' | 'repr'>
  try {
    canvas = build(expr, tasks)
    built = { json: canvas.toJSON() as unknown as Json, repr: canvas.toString() }
  } catch (error) {
    return { build_error: failureOf(error) }
  }
  const simulation = new Simulation(app, world)
  app.connectTo(simulation)
  const { kwargs = {}, ...options } = call
  let handle: Handle | null
  try {
    handle = await simulation.send(canvas.toJSON(), { args, kwargs, options })
  } catch (error) {
    return { ...built, send_error: failureOf(error) }
  }
  // An empty chain sends nothing; Python then finds that None has no `get`.
  if (!handle) return built
  const ignored = handle.type === 'task' && handle.ignored
  const get = ignored
    ? { ok: null }
    : await simulation.get(handle, {}).then(
        (ok) => ({ ok: ok as Json }),
        (error) => failureOf(error),
      )
  await simulation.settle()
  const read = (id: string) => simulation.peek(id)
  const known = cached(handle, told, simulation.trace)
  const remember = (id: string) => known.get(id) ?? read(id)
  return {
    ...built,
    get,
    result: resultOutcome(handle, remember),
    parents: parentsOf(handle).map((parent) => resultOutcome(parent, remember)),
    children: childrenOf(handle, read, 0),
    executions: executionsIn(simulation.trace),
    ...(errbacks.length > 0 && { errbacks }),
  }
}

type Read = (taskId: string) => TaskMeta

/**
 * What results remember (result.py, `_maybe_set_cache`): the first end that came while `get()` waited, whatever follows.
 * A member of a group is told of it; of the results before, a single result asks itself, and a group only the groups.
 * A `get()` that is not told of its own end goes on until it finds that one of those before has failed.
 */
function cached(
  handle: Handle,
  told: boolean,
  trace: Trace,
): ReadonlyMap<string, Pick<TaskMeta, 'status' | 'result'>> {
  const before = parentsOf(handle).filter(({ type }) => type === 'group' || handle.type === 'task')
  const asked = new Set([...(told ? [handle] : []), ...before].flatMap(idsOf))
  const known = new Map<string, Pick<TaskMeta, 'status' | 'result'>>()
  let isOver = false
  for (const event of trace) {
    if (event.type === 'get-returned' || (event.type === 'get-raised' && told)) break
    isOver ||= event.type === 'get-raised'
    if (isOver && [...known.values()].some(({ status }) => hasFailed(status))) break
    if (event.type !== 'result-stored' || !asked.has(event.taskId)) continue
    if (known.has(event.taskId) || !isReady(event.state)) continue
    known.set(event.taskId, { status: event.state, result: event.result })
  }
  return known
}

/** What a result came to. */
export function resultOutcome(
  handle: Handle,
  read: (id: string) => Pick<TaskMeta, 'status' | 'result'>,
): ResultOutcome {
  if (handle.type === 'group')
    return { kind: 'group', results: handle.results.map((member) => resultOutcome(member, read)) }
  const { status, result } = read(handle.id)
  const state = { kind: 'task', state: status } as const
  if (status === 'SUCCESS') return { ...state, ok: result as Json }
  return EXCEPTION_STATES.has(status) ? { ...state, ...failureIn(result as StoredException) } : state
}

const EXCEPTION_STATES: ReadonlySet<string> = new Set(['FAILURE', 'RETRY', 'REVOKED'])

/** The results before one, the nearest first. */
export function parentsOf({ parent }: Handle): readonly Handle[] {
  return parent ? [parent, ...parentsOf(parent)] : []
}

/** What a result started, as far down as the recording goes. */
export function childrenOf(handle: Handle, read: Read, depth: number): readonly ChildOutcome[] {
  if (handle.type === 'group' || depth > DEEPEST) return []
  return read(handle.id).children.map((tuple) => {
    const child = handleOf(tuple)
    const children = childrenOf(child, read, depth + 1)
    return { ...resultOutcome(child, read), ...(children.length > 0 && { children }) }
  })
}

const DEEPEST = 6

/** Every run of a task in a trace, one row each. */
function executionsIn(trace: Trace): readonly Execution[] {
  const sent = new Map<string, Sent[]>()
  const started = new Map<string, Started[]>()
  const rows: { readonly ran: Ran; readonly sent: Sent }[] = []
  const handling = new Set<string>()
  for (const event of trace) {
    if (event.type === 'errback-called' && event.raised) handling.add(event.taskId)
    if (event.type === 'task-sent') append(sent, event.taskId, event)
    if (event.type === 'task-started')
      append(started, event.taskId, { sent: sent.get(event.taskId)!.shift()!, atMs: event.atMs })
    const ran = ranTo(event)
    if (!ran) continue
    const runs = started.get((event as { readonly taskId: string }).taskId) ?? []
    const [run] = runs.splice(placeOf(event, runs), 1)
    if (run)
      rows.push({
        ran: handling.has(run.sent.taskId) ? handled(event, ran) : ran,
        sent: run.sent,
      })
  }
  // As in the recording, the last run of an id names it.
  const names = new Map(rows.map((row) => [row.sent.taskId, row.sent.task]))
  return rows.map((row) => ({
    task: row.sent.task,
    args: row.sent.args,
    kwargs: row.sent.kwargs,
    retries: row.sent.retries,
    ...row.ran,
    // The recording takes what was returned before it is made into JSON.
    ...(row.sent.task === 'celery.chunks' && 'ok' in row.ran && { ok: '<GroupResult>' }),
    parent: row.sent.parentId === null ? null : (names.get(row.sent.parentId) ?? null),
    root_is_self: row.sent.rootId === row.sent.taskId,
    group_index: row.sent.groupIndex,
    ...(row.sent.stamps && { stamps: row.sent.stamps }),
  }))
}

type Sent = Extract<Trace[number], { type: 'task-sent' }>
/** How a run ended. */
export type Ran = Pick<Execution, 'state' | 'ok' | 'error' | 'message'>

/** A run whose errback threw: when the function raised, Celery's worker has not yet noted how it ended. */
function handled(event: Trace[number], ran: Ran): Ran {
  if (event.type !== 'task-failed') return ran
  return 'returned' in event ? { state: 'SUCCESS', ok: event.returned as Json } : { state: null, ok: null }
}

/** A run under way, and when it began. */
interface Started {
  readonly sent: Sent
  readonly atMs: number
}

function append<Item>(lists: Map<string, Item[]>, id: string, item: Item): void {
  const list = lists.get(id)
  if (list) list.push(item)
  else lists.set(id, [item])
}

/** Which of the runs of one id has ended: a task and what replaces it share theirs. */
function placeOf(event: Trace[number], runs: readonly Started[]): number {
  if (!('runtimeMs' in event)) return 0
  const place = runs.findIndex(({ atMs }) => Math.abs(atMs + event.runtimeMs - event.atMs) < 1e-6)
  return Math.max(0, place)
}

/** How a run ended, when this event ends one: as the task's own function ended, whatever became of it then. */
export function ranTo(event: Trace[number]): Ran | null {
  switch (event.type) {
    case 'task-succeeded':
      return { state: 'SUCCESS', ok: event.result }
    case 'task-failed':
      if ('returned' in event && event.exception.exc_type !== 'EncodeError')
        return { state: 'SUCCESS', ok: event.returned as Json }
      return { state: 'FAILURE', error: event.exception.exc_type, message: str(event.exception) }
    case 'task-retried':
      return { state: 'RETRY', error: 'Retry', message: `Retry in 0s: ${printException(event.exception)}` }
    case 'task-ignored':
      return { state: 'IGNORED', error: 'Ignore', message: event.replaced ? 'Replaced by new task' : '' }
    default:
      return null
  }
}

const failureIn = ({ exc_type, exc_message }: StoredException): Failure => ({
  error: exc_type,
  message: exc_message.join(', '),
})

/** An error, as the recording has one. */
export const failureOf = (error: unknown): Failure =>
  error instanceof Error
    ? { error: error.name, message: error.message }
    : { error: 'Error', message: String(error) }
