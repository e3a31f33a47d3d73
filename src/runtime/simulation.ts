import type { Canvas } from '../canvas/canvas.ts'
import type { App } from '../canvas/celery.ts'
import type { Handle } from '../canvas/handle.ts'
import type { Call, GetOptions, Runtime, TaskMeta } from '../canvas/runtime.ts'
import { type Context, dispatch } from '../interpreter/context.ts'
import type { Effect } from '../interpreter/effect.ts'
import { send } from '../interpreter/send.ts'
import { chordSupport } from './backendMode.ts'
import { chanceFrom } from './chance.ts'
import { byOf, Cluster, running } from './cluster.ts'
import { explain } from './explain.ts'
import { LATENCY } from './latency.ts'
import { type Worker, workersOf } from './pool.ts'
import { registryOf } from './registry.ts'
import type { Trace } from './trace.ts'
import { WORLD, type World } from './world.ts'

/**
 * A program and its cluster in memory, on virtual time. While the program waits for something the crank is turned, and
 * whenever it is given what it waits for, it goes on at that moment before anything else happens.
 */
export class Simulation implements Runtime {
  readonly #cluster: Cluster
  readonly #context: Context
  readonly #readingMs: number
  /** What the program has asked for and not yet been given. */
  #asked = 0
  #programGoesOn = false
  #turning = false
  #settling: (() => void)[] = []

  constructor(app: App, world: World = {}) {
    const { seed, stuckAfterMs, startsAt, workers, ...pool } = { ...WORLD, ...world }
    const chance = chanceFrom(seed)
    const latency = { ...LATENCY, ...world.latency }
    const { support, name } = chordSupport(app.backend)
    const startsAtMs = startsAt.getTime()
    this.#readingMs = typeof latency.store === 'number' ? latency.store : latency.store[0]
    this.#context = {
      task: registryOf(app),
      newId: chance.newId,
      nowMs: () => startsAtMs + this.#cluster.clock.nowMs,
      queueFor: () => 'celery',
      replyTo: chance.newId(),
      chords: support,
      backend: name,
      inheritParentPriority: false,
    }
    this.#cluster = new Cluster({
      app,
      context: this.#context,
      chance,
      latency,
      workers: workersOf(workers, pool),
      startsAtMs,
      stuckAfterMs,
    })
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
    return new Date(this.#context.nowMs())
  }

  async send(canvas: Canvas, call: Call): Promise<Handle | null> {
    const sender = running.getStore() ?? null
    const effects: Effect[] = []
    const sent = send(canvas, call, dispatch('apply', sender, this.#context, effects))
    const handle = sent && (sent.handle as Handle)
    this.#cluster.record({ type: 'canvas-applied', canvas: sent?.canvas ?? canvas, handle, by: byOf(sender) })
    this.#cluster.carryOut(effects, 0, sender)
    return handle
  }

  get(handle: Handle, options: GetOptions): Promise<unknown> {
    if (running.getStore()) return Promise.reject(new Error(GET_INSIDE_TASK))
    const { id } = handle
    return this.#ask((resolve, reject) => {
      this.#cluster.record({ type: 'get-waiting', id })
      const timeOut = this.#cluster.waiters.wait(handle, options, (end) => {
        if (end.type === 'value') {
          this.#cluster.record({ type: 'get-returned', id, value: end.value })
          resolve(end.value)
        } else {
          const { name: type, message } = end.error
          this.#cluster.record({ type: 'get-raised', id, error: { type, message } })
          reject(end.error)
        }
      })
      if (options.timeout !== undefined) this.#cluster.clock.after(options.timeout * 1000, timeOut)
    })
  }

  /** Reading the backend takes a moment of virtual time, so that a program that polls sees time go by. */
  async meta(taskId: string): Promise<TaskMeta> {
    await this.sleep(this.#readingMs / 1000)
    return this.peek(taskId)
  }

  /** What the backend holds of a task now, without taking any time. */
  peek(taskId: string): TaskMeta {
    return this.#cluster.backend.meta(taskId)
  }

  async revoke(taskIds: readonly string[]): Promise<void> {
    this.#cluster.revoke(taskIds)
  }

  async forget(taskIds: readonly string[]): Promise<void> {
    for (const id of taskIds) this.#cluster.backend.forget(id)
  }

  /** Waits in virtual time, as the program does between two things it does. */
  sleep(seconds: number): Promise<void> {
    return this.#ask((resolve) => this.#cluster.clock.after(seconds * 1000, () => resolve()))
  }

  /** Runs until nothing is due any more. */
  settle(): Promise<void> {
    return this.#ask((resolve) => this.#settling.push(resolve))
  }

  /** Something the program waits for: the crank is turned until it is given. */
  #ask<Value>(
    start: (resolve: (value: Value) => void, reject: (error: Error) => void) => void,
  ): Promise<Value> {
    this.#asked++
    const given = (): void => {
      this.#asked--
      this.#programGoesOn = true
    }
    return new Promise<Value>((resolve, reject) => {
      start(
        (value) => {
          given()
          resolve(value)
        },
        (error) => {
          given()
          reject(error)
        },
      )
      void this.#turn()
    })
  }

  async #turn(): Promise<void> {
    if (this.#turning) return
    this.#turning = true
    const { clock } = this.#cluster
    for (let steps = 1; this.#asked > 0; steps++) {
      if (this.#programGoesOn || steps % BREATHER === 0) {
        this.#programGoesOn = false
        await nextTurn()
        continue
      }
      const { busy } = this.#cluster
      if (busy) await this.#cluster.untilItMoves(busy)
      else if (!clock.step()) this.#standStill()
    }
    this.#turning = false
  }

  /** Nothing is due: whoever waited for that goes on, and what is waited for besides will never come. */
  #standStill(): void {
    const settling = this.#settling
    this.#settling = []
    for (const settled of settling) settled()
    this.#cluster.waiters.giveUp((ids) => explain(ids, this.#cluster))
  }
}

const GET_INSIDE_TASK =
  'Never call result.get() within a task! It blocks a worker process that others may need. Chain the work instead, or give it as a callback.'

/** Clock steps between two breaths, so that a long run lets timers and input through. */
const BREATHER = 20_000

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
