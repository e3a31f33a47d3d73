import { orThrow } from '../broker/brokerError.ts'
import type { Canvas } from '../canvas/canvas.ts'
import { type GroupHandle, type Handle, idsOf } from '../canvas/handle.ts'
import type { Json } from '../canvas/json.ts'
import type { StoredException, TaskMeta } from '../canvas/runtime.ts'
import { isReady } from '../canvas/states.ts'
import { dependencyError, type Joined } from '../interpreter/chord.ts'
import { readCanvas } from '../protocol/decodeMessage.ts'
import type { Connection } from './connection.ts'
import { callBody, type Ends } from './liveEffects.ts'
import type { TaskRun } from './taskRun.ts'

/**
 * What `celery.chord_unlock` does in a real worker: looks for the results of a header, and calls the body, as it came in
 * the message, once all are there. A client sends it whose backend does not count.
 */
export async function unlockChord(
  header: GroupHandle,
  body: Canvas,
  connection: Connection,
  run: TaskRun,
  ends: Ends,
): Promise<boolean> {
  const ids = idsOf(header)
  const read = await orThrow(connection.results.read(ids))
  if (!read.every(({ status }) => isReady(status))) return false
  const metas = new Map(ids.map((id, index) => [id, read[index]!]))
  const failed = ids.find((id) => metas.get(id)!.status !== 'SUCCESS')
  const joined: Joined =
    failed === undefined
      ? { type: 'joined', values: header.results.map((each) => resultValue(each, metas)) }
      : dependencyError(failed, metas.get(failed)!.result as StoredException)
  await callBody(readCanvas(body, 'callback'), joined, connection, run, ends)
  return true
}

const resultValue = (handle: Handle, metas: ReadonlyMap<string, TaskMeta>): Json =>
  handle.type === 'task'
    ? (metas.get(handle.id)!.result as Json)
    : handle.results.map((each) => resultValue(each, metas))
