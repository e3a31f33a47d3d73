import { randomUUID } from 'node:crypto'
import type { Transport } from '../broker/transport.ts'
import type { JsonObject } from '../canvas/json.ts'
import { askWorkers } from './askWorkers.ts'
import { commandOf } from './control.ts'

/** Ids of tasks that were revoked, and when (milliseconds since the epoch). */
export type Revoked = ReadonlyMap<string, number>

/**
 * Tells the other workers what this one was told to drop, and gives what they were told; `count` is how many answered.
 * Waits a second for them, as Celery does (worker/consumer/mingle.py).
 */
export async function mingle(
  transport: Transport,
  hostname: string,
  revoked: Revoked,
): Promise<{ readonly count: number; readonly revoked: readonly string[] }> {
  const command = commandOf('hello', { from_node: hostname, revoked: toldRevoked(revoked) })
  const { [hostname]: _, ...replies } = await askWorkers(transport, randomUUID, command, SECONDS)
  const told = Object.values(replies).map((reply) => Object((reply as JsonObject | null)?.revoked))
  return { count: told.length, revoked: told.flatMap((each) => Object.keys(each)) }
}

/** As Python keeps them. It takes no whole number for a time, so there is a part of a millisecond, too. */
export const toldRevoked = (revoked: Revoked): JsonObject =>
  Object.fromEntries([...revoked].map(([id, sinceMs]) => [id, [(sinceMs + 0.5) / 1000, id]]))

const SECONDS = 1
