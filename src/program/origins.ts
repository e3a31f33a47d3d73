import type { Canvas } from '../canvas/canvas.ts'
import { wrapChunks } from '../canvas/chunks.ts'
import { setOptions } from '../canvas/compose.ts'
import { origin } from '../canvas/origin.ts'
import { type AnySignature, wrap } from '../canvas/signature.ts'
import type { Trace } from '../runtime/trace.ts'
import type { Call, Place } from './prepare.ts'
import type { Watched } from './watched.ts'

/** The place of the program that made something, from 1. */
export interface MadeAt extends Place {
  /** The line from which the function was called that made it, when that is another. */
  readonly from?: number
}

/** What made each event of a trace: for each its index in `places`, or -1. */
export interface Made {
  readonly places: readonly MadeAt[]
  readonly madeAt: Int32Array
}

/** Knows which place of the program made a signature, sent something or waits for a result. */
export class Origins {
  readonly #calls: readonly Call[]
  readonly #file: string
  readonly #places: MadeAt[] = []
  readonly #known = new Map<string, number>()
  /** What was sent or asked for since the innermost call began. */
  #open: Stretch[] = []
  #looks = 0

  /** `file` is the program's name in stacks. */
  constructor(calls: readonly Call[], file: string) {
    this.#calls = calls
    this.#file = file
  }

  /** A call begins; gives its number back. */
  begins(call: number): number {
    this.#open = []
    return call
  }

  /** Events of a simulation happened at once, because of the call that goes on. */
  happened(stretch: Stretch): void {
    this.#open.push(stretch)
  }

  /** A call has ended with this: what it made and what happened meanwhile is its doing. Gives it back, marked. */
  ended(call: number, value: unknown): unknown {
    for (const stretch of this.#open) stretch.place = this.#placeOf(call)
    this.#open = []
    if (!isSignature(value)) return value
    const canvas = value.toJSON()
    if (canvas.subtask_type !== null || canvas.options[origin] !== undefined) return value
    const marked = setOptions(canvas, { [origin]: this.#placeOf(call) })
    return canvas.task === 'celery.chunks' ? wrapChunks(value.app!, marked) : wrap(value.app, marked)
  }

  /** What made the events of a trace: those of a task are the doing of who made its signature. */
  made(trace: Trace, { messages, stretches }: Pick<Watched, 'messages' | 'stretches'>): Made {
    const madeAt = new Int32Array(trace.length).fill(-1)
    for (const { from, to, place } of stretches) madeAt.fill(place ?? -1, from, Math.min(to, trace.length))
    const tasks = new Map<string, number>()
    const gets = new Map<string, number>()
    let sent = 0
    trace.forEach((event, index) => {
      if (event.type === 'task-sent') {
        const own = messages[sent++]?.origin
        if (typeof own === 'number') madeAt[index] = own
        else if (madeAt[index] === -1) madeAt[index] = tasks.get(event.taskId) ?? -1
        tasks.set(event.taskId, madeAt[index]!)
      } else if (event.type === 'get-waiting') gets.set(event.id, madeAt[index]!)
      else if (event.type === 'get-returned' || event.type === 'get-raised')
        madeAt[index] = gets.get(event.id) ?? madeAt[index]!
      else if ('taskId' in event) madeAt[index] = tasks.get(event.taskId) ?? -1
    })
    return { places: this.#places, madeAt }
  }

  /** Where the call stands that this was the doing of; null where nothing tells. */
  placeOf({ place }: Stretch): Place | null {
    return place === null ? null : this.#places[place]!
  }

  #placeOf(call: number): number {
    const { line, column, isInside } = this.#calls[call]!
    const from = isInside && this.#looks++ < MOST_LOOKS ? this.#callerOf(line) : undefined
    const key = `${call} ${from}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    this.#known.set(key, this.#places.length)
    return this.#places.push(from === undefined ? { line, column } : { line, column, from }) - 1
  }

  /** The first line of the program on the stack that is another. */
  #callerOf(line: number): number | undefined {
    const limit = Error.stackTraceLimit
    Error.stackTraceLimit = NEAR
    const { stack = '' } = new Error()
    Error.stackTraceLimit = limit
    for (const row of stack.split('\n')) {
      if (!row.includes(`${this.#file}:`)) continue
      const found = Number(/:(\d+):\d+\)?$/.exec(row)?.[1])
      if (found > 0 && found !== line) return found
    }
    return undefined
  }
}

/** Events from one on up to another, and the place that made them once that is known. */
export interface Stretch {
  readonly from: number
  to: number
  place: number | null
}

/** Looking at the stack takes a while: a program that makes a hundred thousand signatures in functions is not held up. */
const MOST_LOOKS = 2_000

/** Whoever called is near, in frames. */
const NEAR = 12

const isSignature = (value: unknown): value is AnySignature & { toJSON(): Canvas } =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { readonly toJSON?: unknown }).toJSON === 'function' &&
  'applyAsync' in value
