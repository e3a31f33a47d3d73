import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { GroupHandle } from '../canvas/handle.ts'
import type { TaskMeta } from '../canvas/runtime.ts'
import type { StoredMeta } from '../protocol/taskMeta.ts'
import type { BrokerError } from './brokerError.ts'
import type { ChordCount, Part } from './memoryBackend.ts'

/** A result backend, as clients and workers use it. Nothing rejects or throws: what fails is a `BrokerError`. */
export interface Results {
  /** What to know of before anything is sent: declares where the replies to this client go. */
  prepare(): TaskEither<BrokerError, void>
  /** Writes a state, unless a SUCCESS is there already. `replyTo` is the queue of who waits, for a backend that sends. */
  store(meta: StoredMeta, replyTo: string): TaskEither<BrokerError, void>
  /** What is known of each of these ids; an id never heard of is PENDING. */
  read(taskIds: readonly string[]): TaskEither<BrokerError, readonly TaskMeta[]>
  /** From now on, tells the listener of every state of these tasks. A state that is there already is for `read`. */
  watch(taskIds: readonly string[]): TaskEither<BrokerError, void>
  unwatch(taskIds: readonly string[]): void
  forget(taskIds: readonly string[]): TaskEither<BrokerError, void>
  /** Keeps the ids of a group's results. */
  saveGroup(group: GroupHandle): TaskEither<BrokerError, void>
  restoreGroup(groupId: string): TaskEither<BrokerError, GroupHandle | null>
  deleteGroup(groupId: string): TaskEither<BrokerError, void>
  /** Says how many parts a chord waits for. */
  setChordSize(groupId: string, size: number): TaskEither<BrokerError, void>
  /** Says that a chord waits for one part more. */
  extendChord(groupId: string): TaskEither<BrokerError, void>
  /** Counts one part; the same part counts once. */
  addPart(groupId: string, part: Part): TaskEither<BrokerError, ChordCount<Part>>
  forgetChord(groupId: string): TaskEither<BrokerError, void>
  /** Closes all connections. */
  close(): Promise<void>
}

/** Who is told of the states of watched tasks. */
export interface ResultListener {
  readonly onMeta: (taskId: string, meta: TaskMeta) => void
  /** The flow was interrupted: what came meanwhile has to be read. */
  readonly onGap: () => void
}

/** What is known of an id that nobody has heard of. */
export const PENDING: TaskMeta = { status: 'PENDING', result: null, traceback: null, children: [] }
