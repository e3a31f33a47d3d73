import { PENDING } from '../broker/results.ts'
import type { Canvas } from '../canvas/canvas.ts'
import type { App } from '../canvas/celery.ts'
import { NotImplementedError, RuntimeError, TimeoutError } from '../canvas/exceptions.ts'
import type { GroupHandle, Handle, TaskHandle } from '../canvas/handle.ts'
import type { Call, Follower, GetOptions, RevokeOptions, Runtime, TaskMeta } from '../canvas/runtime.ts'
import type { Stamps } from '../canvas/stamp.ts'
import type { Message } from '../protocol/message.ts'
import { Cluster } from './cluster.ts'
import { contextOf } from './contextOf.ts'
import { explain } from './explain.ts'
import { GET_INSIDE_TASK, NO_BACKEND, TIMED_OUT } from './refusals.ts'
import { running } from './taskCode.ts'
import type { Trace } from './trace.ts'
import type { End } from './waiters.ts'
import type { Worker } from './worker.ts'
import type { World } from './world.ts'

/**
 * A program and its cluster in memory, on virtual time. While the program waits for something the crank is turned, and
 * whenever it is given what it waits for, it goes on at that moment before anything else happens.
 */
export class Simulation implements Runtime {
  readonly #cluster: Cluster
  readonly #readingMs: number
  /** What the program has asked for and not yet been given: each takes the error that ends it. */
  readonly #asked = new Set<(error: Error) => void>()
  /** What was read of a backend whose results can be read once: Celery keeps it on the result object (`_cache`). */
  readonly #read = new WeakMap<Handle, TaskMeta>()
  #programGoesOn = false
  #turning = false
  #settling: (() => void)[] = []

  /** `onSent` is told of each message when its event has been written down. */
  constructor(app: App, world: World = {}, onSent?: (message: Message) => void) {
    this.#cluster = new Cluster(
      app,
      world,
      ({ clock, chance: { newId }, startsAtMs }) =>
        contextOf(app, { newId, nowMs: () => startsAtMs + clock.nowMs, replyTo: newId() }),
      onSent,
    )
    const { store } = this.#cluster.latency
    this.#readingMs = typeof store === 'number' ? store : store[0]
  }

  /** What happened so far. */
  get trace(): Trace {
    return this.#cluster.trace
  }

  get workers(): readonly Worker[] {
    return this.#cluster.workers
  }

  /** How much has come due on the virtual clock so far. */
  get steps(): number {
    return this.#cluster.clock.steps
  }

  /** Virtual time, as a date. */
  now(): Date {
    return new Date(this.#cluster.context.nowMs())
  }

  async send(canvas: Canvas, call: Call): Promise<Handle | null> {
    return this.#cluster.send(canvas, call, running.getStore() ?? null)
  }

  get(handle: Handle, options: GetOptions, follower?: Follower): Promise<unknown> {
    if (running.getStore()) return Promise.reject(new RuntimeError(GET_INSIDE_TASK))
    if (this.#backend === 'disabled') return Promise.reject(new NotImplementedError(NO_BACKEND))
    const { id } = handle
    const { clock, trace, waiters } = this.#cluster
    if (this.#backend === 'rpc') this.#restore(handle)
    return this.#ask((resolve, reject) => {
      trace.push({ type: 'get-waiting', id, atMs: clock.nowMs })
      const ended = (end: End): void => {
        if (this.#backend === 'rpc' && (follower || end.type === 'value')) this.#drain(handle)
        if (end.type === 'value') {
          trace.push({ type: 'get-returned', id, value: end.value, atMs: clock.nowMs })
          resolve(end.value)
        } else {
          const { name: type, message } = end.error
          trace.push({ type: 'get-raised', id, error: { type, message }, atMs: clock.nowMs })
          reject(end.error)
        }
      }
      const onMember: Follower['onMember'] = (taskId, meta) => {
        if (!follower) return
        this.#programGoesOn = true
        follower.onMember(taskId, meta)
      }
      const stop = waiters.wait(handle, options, ended, onMember)
      void follower?.left.then(stop)
      // In the background: time does not go on for its sake when the result can never come.
      if (options.timeout !== undefined)
        clock.after(options.timeout * 1000, () => stop(new TimeoutError(TIMED_OUT)), true)
    })
  }

  /** Reading the backend takes a moment of virtual time, so that a program that polls sees time go by. */
  async meta(taskId: string, asking?: Handle): Promise<TaskMeta> {
    if (this.#backend === 'disabled') throw new NotImplementedError(NO_BACKEND)
    await this.sleep(this.#readingMs / 1000)
    return (asking && this.#read.get(asking)) ?? this.peek(taskId)
  }

  /** What the backend holds of a task now, without taking any time. */
  peek(taskId: string): TaskMeta {
    return this.#cluster.backend.meta(taskId)
  }

  async revoke(taskIds: readonly string[], { terminate = false }: RevokeOptions = {}): Promise<void> {
    this.#cluster.revoke(taskIds, terminate)
  }

  async revokeByStampedHeaders(headers: Stamps, { terminate = false }: RevokeOptions = {}): Promise<void> {
    this.#cluster.revokeByStampedHeaders(headers, terminate)
  }

  async forget(taskIds: readonly string[]): Promise<void> {
    for (const id of taskIds) this.#cluster.backend.forget(id)
  }

  async saveGroup(group: GroupHandle): Promise<void> {
    this.#cluster.backend.saveGroup(group)
  }

  async restoreGroup(groupId: string): Promise<GroupHandle | null> {
    return this.#cluster.backend.group(groupId)
  }

  async deleteGroup(groupId: string): Promise<void> {
    this.#cluster.backend.forgetGroup(groupId)
  }

  /** Waits in virtual time, as the program does between two things it does. */
  sleep(seconds: number): Promise<void> {
    return this.#ask((resolve) => this.#cluster.clock.after(seconds * 1000, () => resolve()))
  }

  /** Runs until nothing is due any more. */
  settle(): Promise<void> {
    return this.#ask((resolve) => this.#settling.push(resolve))
  }

  get #backend(): string {
    return this.#cluster.context.backend
  }

  /** An rpc result is a message: whoever reads it has it, and afterwards nobody else knows of it. */
  #drain(handle: Handle): void {
    const { backend } = this.#cluster
    for (const single of singlesIn(handle)) {
      this.#read.set(single, backend.meta(single.id))
      backend.forget(single.id)
    }
  }

  /** What these results have read is there for them once more. */
  #restore(handle: Handle): void {
    for (const single of singlesIn(handle)) {
      const { status, result, traceback, children } = this.#read.get(single) ?? PENDING
      if (status !== 'PENDING') this.#cluster.backend.store(single.id, status, result, traceback, children)
    }
  }

  /** Something the program waits for: the crank is turned until it is given. */
  #ask<Value>(
    start: (resolve: (value: Value) => void, reject: (error: Error) => void) => void,
  ): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      const asked = (error: Error): void => {
        given()
        reject(error)
      }
      const given = (): void => {
        this.#asked.delete(asked)
        this.#programGoesOn = true
      }
      this.#asked.add(asked)
      start((value) => {
        given()
        resolve(value)
      }, asked)
      void this.#turn()
    })
  }

  async #turn(): Promise<void> {
    if (this.#turning) return
    this.#turning = true
    // The program first does what else it does at this moment: it may ask for several things at once.
    this.#programGoesOn = true
    const { clock, code } = this.#cluster
    try {
      for (let steps = 1; this.#asked.size > 0; steps++) {
        if (this.#programGoesOn || steps % BREATHER === 0) {
          this.#programGoesOn = false
          await nextTurn()
          continue
        }
        if (code.busy) await this.#untilItMoves()
        else if (!clock.step()) this.#standStill()
      }
    } catch (error) {
      // A mistake of ours: whoever waits is told, instead of waiting for ever.
      for (const asked of [...this.#asked]) asked(error as Error)
    }
    this.#turning = false
  }

  async #untilItMoves(): Promise<void> {
    const stuck = await this.#cluster.code.untilItMoves()
    if (stuck) this.#cluster.giveUp(stuck)
  }

  /** Nothing is due: whoever waited for that goes on, and what is waited for besides will never come. */
  #standStill(): void {
    const settling = this.#settling
    this.#settling = []
    for (const settled of settling) settled()
    this.#cluster.waiters.giveUp((ids) => explain(ids, this.#cluster))
  }
}

/** Clock steps between two breaths, so that a long run lets timers and input through. */
const BREATHER = 1_000

const singlesIn = (handle: Handle): readonly TaskHandle[] =>
  handle.type === 'task' ? [handle] : handle.results.flatMap(singlesIn)

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
