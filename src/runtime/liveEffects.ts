import { orThrow } from '../broker/brokerError.ts'
import type { Canvas } from '../canvas/canvas.ts'
import { EncodeError, storedException, TimeoutError } from '../canvas/exceptions.ts'
import { idsOf, tupleOf } from '../canvas/handle.ts'
import type { Json, JsonObject } from '../canvas/json.ts'
import { isReady } from '../canvas/states.ts'
import type { RegisteredTask } from '../canvas/task.ts'
import { callbackError, completeChord, type Joined, joinError, joinParts } from '../interpreter/chord.ts'
import type { CallHook, ChordPart, Effect, Store } from '../interpreter/effect.ts'
import type { Message } from '../protocol/message.ts'
import { lastFirst } from '../protocol/steps.ts'
import type { StoredMeta } from '../protocol/taskMeta.ts'
import type { Connection } from './connection.ts'
import { revokeCommand } from './control.ts'
import { afterErrback, callErrback } from './errbackCall.ts'
import { failAgain } from './failAgain.ts'
import { joinHeader } from './headerJoin.ts'
import { TIMED_OUT } from './refusals.ts'
import type { ScribedEnd } from './scribe.ts'
import type { TaskRun } from './taskRun.ts'

/** What a worker adds to a connection, to end tasks with. */
export interface Ends {
  /** The task of this name, if the worker has its code. */
  readonly known: (task: string) => RegisteredTask | undefined
  /** Calls a hook of a task; gives what it throws, null for nothing. */
  readonly callHook: (run: TaskRun, hook: CallHook) => Promise<unknown>
  /** A task has ended: who watches is told. */
  readonly ended: (effect: End, run: TaskRun) => void
  /** An errback was called in the worker. */
  readonly told: (effect: Extract<Effect, { type: 'call-errback' }>) => void
  /** Whether more is kept of a result (`result_extended`). */
  readonly extended: () => boolean
}

/** What an outcome comes to in the end. */
export type End = ScribedEnd

/**
 * Carries out on a real broker what the interpreter says, one effect after the other; each is confirmed before the next
 * begins, and messages in a row go together. Rejects when the broker or backend refuses.
 */
export async function carryOut(
  effects: readonly Effect[],
  connection: Connection,
  run: TaskRun | null = null,
  ends: Ends | null = null,
): Promise<void> {
  const { transport, results, context, scribe } = connection
  const disabled = context.backend === 'disabled'
  for (let index = 0; index < effects.length; index++) {
    const effect = effects[index]!
    switch (effect.type) {
      case 'publish': {
        const messages = [effect.message]
        scribe?.sent(effect, run)
        for (let next = effects[index + 1]; next?.type === 'publish'; next = effects[++index + 1]) {
          messages.push(next.message)
          scribe?.sent(next, run)
        }
        await orThrow(transport.publish(messages))
        await connection.tellOfSent?.(messages)
        break
      }
      case 'store':
        if (disabled) break
        scribe?.stored(effect)
        await orThrow(results.store(metaOf(effect, run, ends), replyToOf(effect, run)))
        break
      case 'set-chord-size':
        if (context.chords === 'counter') scribe?.chordSize(effect.groupId, effect.size)
        await orThrow(results.setChordSize(effect.groupId, effect.size))
        break
      case 'extend-chord':
        await orThrow(results.extendChord(effect.groupId))
        break
      case 'save-group':
        await orThrow(results.saveGroup(effect.group))
        break
      case 'revoke':
        await orThrow(transport.broadcast(revokeCommand(effect.taskIds, false)))
        break
      case 'chord-part':
        await countPart(effect, connection, run, ends)
        break
      case 'call-errback': {
        const raised = callErrback(effect, ends!.known, context)
        scribe?.errback(effect, raised)
        ends!.told(effect)
        if (!raised) break
        const rest = afterErrback(raised, effect, effects.slice(index + 1), run, context)
        return carryOut(rest, connection, run, ends)
      }
      case 'call-hook': {
        const error = await ends!.callHook(run!, effect)
        if (error === null) break
        return carryOut(failAgain(storedException(error), run!, context), connection, run, ends)
      }
      default:
        scribe?.ended(effect, run!)
        ends!.ended(effect, run!)
    }
  }
}

/** Counts a part of a chord; the last one joins the header and calls the body. */
async function countPart(
  part: ChordPart,
  connection: Connection,
  run: TaskRun | null,
  ends: Ends | null,
): Promise<void> {
  const { results, context, scribe } = connection
  const { groupId, taskId, body } = part
  if (context.chords !== 'counter' || groupId === '') return
  const { complete, count, size } = await orThrow(results.addPart(groupId, part))
  scribe?.counted({ groupId, taskId, count, size: size ?? 0 })
  if (!complete) return
  const joined = await joinSaved(groupId, connection, () => joinParts(complete as readonly ChordPart[]))
  await callBody(body, joined, connection, run, ends)
  // Celery leaves what it counted of a chord that failed to expire.
  if (joined.type === 'joined') await orThrow(results.forgetChord(groupId))
}

/** Calls the body of a chord with what its header came to; one that the broker does not carry fails. */
export async function callBody(
  body: Canvas,
  joined: Joined,
  connection: Connection,
  run: TaskRun | null,
  ends: Ends | null,
): Promise<void> {
  const { context } = connection
  try {
    await carryOut(completeChord(body, joined, run, context), connection, run, ends)
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error
    await carryOut(callbackError(body, storedException(error), run, context), connection, run, ends)
  }
}

/** The results of a header that was saved because they are lists themselves, or else those that were counted. */
async function joinSaved(groupId: string, connection: Connection, counted: () => Joined): Promise<Joined> {
  const { results, watch } = connection
  const header = await orThrow(results.restoreGroup(groupId))
  if (!header) return counted()
  return watch.watching(
    idsOf(header),
    () =>
      new Promise<Joined>((resolve) => {
        const timer = setTimeout(
          () => resolve(joinError(storedException(new TimeoutError(TIMED_OUT)))),
          JOIN_TIMEOUT_MS,
        )
        const clock = { after: (delayMs: number, act: () => void) => setTimeout(act, delayMs) }
        joinHeader(header, { clock, waiters: watch.waiters, readMeta: (id) => watch.read(id) }, (joined) => {
          clearTimeout(timer)
          resolve(joined)
        })
      }),
  )
}

/** How long a chord's header is joined (`result_chord_join_timeout`). */
const JOIN_TIMEOUT_MS = 3_000

/** A state as the backend keeps it, with the task it belongs to where that is known. */
function metaOf(effect: Store, run: TaskRun | null, ends: Ends | null): StoredMeta {
  const { taskId, state, result, traceback, children } = effect
  const own = run?.message.headers.id === taskId ? run.message : null
  const step = own ? null : stepOf(taskId, run)
  return {
    taskId,
    status: state,
    result,
    traceback,
    children: children.map(tupleOf),
    dateDone: isReady(state) ? new Date().toISOString() : null,
    groupId: own ? own.headers.group : (step?.options.group_id ?? null),
    parentId: own ? own.headers.parent_id : null,
    extended: own && ends?.extended() ? extendedOf(own, run!) : null,
  }
}

function extendedOf({ headers, properties, body }: Message, run: TaskRun): JsonObject {
  return {
    name: headers.task,
    args: body[0] as Json,
    kwargs: body[1],
    worker: run.hostname ?? null,
    retries: headers.retries,
    queue: properties.routing_key,
    ...(headers.stamped_headers && { stamped_headers: headers.stamped_headers, ...headers.stamps }),
  }
}

/** Who waits for a state: of a step that will never run, that step says so itself. */
function replyToOf({ taskId }: Store, run: TaskRun | null): string {
  if (!run) return ''
  if (run.message.headers.id === taskId) return run.message.properties.reply_to
  return stepOf(taskId, run)?.options.reply_to?.toString() ?? ''
}

const stepOf = (taskId: string, run: TaskRun | null) =>
  run && lastFirst(run.message.body[2].chain).find(({ options }) => options.task_id === taskId)
