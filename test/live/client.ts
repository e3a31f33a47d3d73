import type { Handle } from '../../src/canvas/handle.ts'
import { handleOf, idsOf } from '../../src/canvas/handle.ts'
import type { Json } from '../../src/canvas/json.ts'
import type { TaskMeta } from '../../src/canvas/runtime.ts'
import { LiveClient } from '../../src/runtime/liveClient.ts'
import { build } from '../conformance/build.ts'
import type { Case } from '../conformance/cases.ts'
import { childrenOf, failureOf, parentsOf, resultOutcome } from '../conformance/outcome.ts'
import { vocabulary } from '../conformance/vocabulary.ts'
import type { AnyCanvas } from '../conformance/words.ts'
import { countingConnect } from './liveConnection.ts'
import { Log } from './log.ts'
import { environmentOf, ORACLE, type SetUp, type Stage, settingsOf } from './setUp.ts'

/** Plays cases, one after the other; `settled` is false where something may still be under way. */
export interface Client {
  play(each: Case): Promise<Played>
  close(): Promise<void>
}

export type Played = Case & { readonly settled?: boolean; readonly unplayed?: unknown }

/** The client of a set-up. */
export const clientOf = (setUp: SetUp, stage: Stage): Client =>
  setUp.client === 'Python' ? pythonClient(setUp, stage) : typeScriptClient(setUp)

function pythonClient(setUp: SetUp, { processes, python }: Stage): Client {
  const ask = processes.dialogue({
    command: [python, 'oracle.py'],
    folder: ORACLE,
    env: environmentOf(setUp),
  })
  return {
    play: async (each) => JSON.parse(await ask(JSON.stringify(questionOf(each)))) as Played,
    close: async () => {},
  }
}

/** A case without what was recorded of it. */
const questionOf = ({ id, expr, args = [], call = {} }: Case): Case => ({ id, expr, args, call })

/** Seconds a result is waited for, as in the recording. */
const TIMEOUT = 3

/** Does what `oracle.py` does, with Celeriac. */
function typeScriptClient(setUp: SetUp): Client {
  const log = new Log(setUp.log)
  const play = async ({ id, expr, args = [], call = {} }: Case): Promise<Played> => {
    await log.clear()
    const { app, tasks } = vocabulary(settingsOf(setUp))
    const client = new LiveClient(app, countingConnect(log))
    app.connectTo(client)
    let canvas: AnyCanvas
    let built: Pick<Case, 'json' | 'repr'>
    try {
      canvas = build(expr, tasks)
      built = { json: canvas.toJSON() as unknown as Json, repr: canvas.toString() }
    } catch (error) {
      return { id, expr, build_error: failureOf(error) }
    }
    try {
      const { kwargs = {}, ...options } = call
      let handle: Handle | null
      try {
        handle = await client.send(canvas.toJSON(), { args, kwargs, options })
      } catch (error) {
        return { id, expr, ...built, send_error: failureOf(error) }
      }
      if (!handle) return { id, expr, ...built }
      const ignored = handle.type === 'task' && handle.ignored
      const get = ignored
        ? { ok: null }
        : await client.get(handle, { timeout: TIMEOUT }).then(
            (ok) => ({ ok: ok as Json }),
            (error) => failureOf(error),
          )
      const settled = await log.settled(
        'error' in get && get.error === 'TimeoutError' ? 2_000 : 1_000 * TIMEOUT,
      )
      const metas = await readAll(handle, client)
      const read = (taskId: string) => metas.get(taskId)!
      const errbacks = await log.errbacks()
      return {
        id,
        expr,
        ...built,
        get,
        settled,
        result: resultOutcome(handle, read),
        parents: parentsOf(handle).map((parent) => resultOutcome(parent, read)),
        children: childrenOf(handle, read, 0),
        executions: await log.executions(),
        ...(errbacks.length > 0 && { errbacks }),
      }
    } finally {
      await client.close()
    }
  }
  return { play, close: async () => log.close() }
}

/** What the backend holds of a result, of those before it, and of what each of them started. */
async function readAll(handle: Handle, client: LiveClient): Promise<ReadonlyMap<string, TaskMeta>> {
  const metas = new Map<string, TaskMeta>()
  const open = [handle, ...parentsOf(handle)].flatMap(idsOf)
  for (const id of open) {
    if (metas.has(id)) continue
    const meta = await client.meta(id)
    metas.set(id, meta)
    open.push(...meta.children.map(handleOf).flatMap(idsOf))
  }
  return metas
}
