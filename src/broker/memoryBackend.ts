import type { GroupHandle, HandleTuple } from '../canvas/handle.ts'
import type { Json } from '../canvas/json.ts'
import type { StoredException, TaskMeta } from '../canvas/runtime.ts'
import { PENDING } from './results.ts'

/** One part of a chord, as the backend keeps it. */
export interface Part {
  readonly taskId: string
  readonly groupIndex: number | null
  readonly state: string
  readonly result: Json | StoredException
}

/** How far a chord has come; `size` is null until its last header task is published. */
export interface ChordCount<P extends Part> {
  readonly count: number
  readonly size: number | null
  /** All parts in the header's order, once the count has reached the size. */
  readonly complete: readonly P[] | null
}

interface Chord<P extends Part> {
  size: number | null
  /** Parts that came in addition. */
  more: number
  readonly parts: Map<string, P>
}

/** Results in memory, kept as Celery's Redis backend keeps them (backends/base.py, backends/redis.py). */
export class MemoryBackend<P extends Part> {
  readonly #metas = new Map<string, TaskMeta>()
  readonly #chords = new Map<string, Chord<P>>()
  readonly #groups = new Map<string, GroupHandle>()

  /** Writes a state; false when a SUCCESS is there already, which nothing overwrites. */
  store(
    taskId: string,
    status: string,
    result: Json | StoredException,
    traceback: string | null,
    children: readonly HandleTuple[],
  ): boolean {
    if (this.#metas.get(taskId)?.status === 'SUCCESS') return false
    this.#metas.set(taskId, { status, result, traceback, children })
    return true
  }

  /** What is known of a task; an id never heard of is PENDING. */
  meta(taskId: string): TaskMeta {
    return this.#metas.get(taskId) ?? PENDING
  }

  forget(taskId: string): void {
    this.#metas.delete(taskId)
  }

  /** Keeps a chord's header, so that its results can be read nested. */
  saveGroup(group: GroupHandle): void {
    this.#groups.set(group.id, group)
  }

  forgetGroup(groupId: string): void {
    this.#groups.delete(groupId)
  }

  group(groupId: string): GroupHandle | null {
    return this.#groups.get(groupId) ?? null
  }

  /** Says how many parts a chord waits for. Parts that came before are counted already; it is their successor that completes it. */
  setChordSize(groupId: string, size: number): void {
    this.#chord(groupId).size = size
  }

  /** Says that a chord waits for one part more. */
  extendChord(groupId: string): void {
    this.#chord(groupId).more++
  }

  /** Counts one part. The same task with the same state and result counts once; a complete chord is forgotten. */
  addPart(groupId: string, part: P): ChordCount<P> {
    const chord = this.#chord(groupId)
    // A task that runs twice counts twice only if it ended differently: Redis keeps parts in a set.
    const first = chord.parts.get(part.taskId)
    if (!first || sameEnd(first, part)) chord.parts.set(part.taskId, part)
    else chord.parts.set(`${part.taskId} ${part.state} ${JSON.stringify(part.result)}`, part)
    const count = chord.parts.size
    const size = sizeOf(chord)
    if (count !== size) return { count, size, complete: null }
    return { count, size: count, complete: [...chord.parts.values()].sort(byIndex) }
  }

  /** How far a chord has come, without counting. */
  chord(
    groupId: string,
  ): { readonly count: number; readonly size: number | null; readonly parts: readonly P[] } | null {
    const chord = this.#chords.get(groupId)
    return chord ? { count: chord.parts.size, size: sizeOf(chord), parts: [...chord.parts.values()] } : null
  }

  forgetChord(groupId: string): void {
    this.#chords.delete(groupId)
  }

  #chord(groupId: string): Chord<P> {
    let chord = this.#chords.get(groupId)
    if (!chord) {
      chord = { size: null, more: 0, parts: new Map() }
      this.#chords.set(groupId, chord)
    }
    return chord
  }
}

const sizeOf = <P extends Part>({ size, more }: Chord<P>): number | null =>
  size === null ? null : size + more

const sameEnd = (a: Part, b: Part): boolean =>
  a.state === b.state && JSON.stringify(a.result) === JSON.stringify(b.result)

/** The order of Redis' sorted set: by index, and where that is the same by the text of the part: its id, its state, its result. */
const byIndex = (a: Part, b: Part): number =>
  (a.groupIndex ?? Number.POSITIVE_INFINITY) - (b.groupIndex ?? Number.POSITIVE_INFINITY) ||
  compare(a.taskId, b.taskId) ||
  compare(a.state, b.state) ||
  compare(JSON.stringify(a.result), JSON.stringify(b.result))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
