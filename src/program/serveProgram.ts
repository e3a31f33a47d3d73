import { parentPort, workerData } from 'node:worker_threads'
import type { World } from '../runtime/world.ts'
import { type Found, findTraps, type Look } from './findTraps.ts'
import { type Place, prepare } from './prepare.ts'
import type { Limits, ProgramRun, Trouble } from './programRun.ts'
import { Session } from './session.ts'

/** The modules a program can import, by what it writes; undefined for one that there is not. */
export type Modules = (specifier: string) => Promise<object | undefined>

/** What a process is told that runs a program. */
export interface Order {
  readonly source: string
  readonly file: string
  readonly world: World
  readonly backend: string | null
  readonly limits: Limits
  readonly mayReach: boolean
  /** To be told the traps of what the program sends, once it has run. */
  readonly wantsTraps: boolean
}

/** An order with what is left of the program without its types, or why it cannot be read. */
export interface StrippedOrder extends Order {
  readonly stripped: string | Trouble
}

/** What its thread is told. */
export interface ThreadOrder extends StrippedOrder {
  /** Where the loop stands that goes round, as an index of the places, and how often any did. */
  readonly at: Int32Array
}

/** What the thread says: the program begins, with the places of its loops; it has ended. */
export type Said = { readonly type: 'begins'; readonly places: readonly Place[] } | Answer

/** What comes of an order: the run, and then the traps, null where they cannot be known. */
export type Answer =
  | { readonly type: 'ran'; readonly run: ProgramRun }
  | { readonly type: 'traps'; readonly traps: readonly Found[] | null }

/** What the thread is told meanwhile: to hand over what there is, because of this. */
export type Told = Trouble

/**
 * Runs the one program that this thread was made for. `names` are the modules that a learner is told of, `look` says the
 * traps of a canvas in sentences.
 */
export const serveProgram = async (modules: Modules, names: readonly string[], look: Look): Promise<void> => {
  const port = parentPort!
  const order = workerData as ThreadOrder
  const session = new Session(order, modules, names)
  port.on('message', (told: Told) => session.stop(told))
  // Nothing keeps the thread going but the program: when that waits for what never comes, it ends.
  port.unref()
  const { stripped } = order
  const prepared = typeof stripped === 'string' ? await prepare(stripped) : stripped
  const say = (said: Said) => port.postMessage(said)
  say({
    type: 'ran',
    run:
      'says' in prepared
        ? session.ended(prepared)
        : await session.run(prepared, () => say({ type: 'begins', places: prepared.places })),
  })
  if (order.wantsTraps) say({ type: 'traps', traps: await findTraps(session.held(), look) })
}
