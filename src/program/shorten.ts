import type { Canvas } from '../canvas/canvas.ts'
import { storedException } from '../canvas/exceptions.ts'
import type { TraceEvent } from '../runtime/trace.ts'

/**
 * Shortens what is too large to be looked at, so that a recording of large values crosses threads in a moment. An error,
 * which would lose its class on the way, goes in the form in which a backend stores it.
 */
export class Shortener {
  /** Characters of the largest value that was shortened; 0 when none was. */
  largest = 0
  readonly #most: number
  readonly #known = new WeakMap<object, unknown>()

  constructor(mostCharacters: number) {
    this.#most = mostCharacters
  }

  /** The event, with values that can be looked at. A canvas keeps its shape: only its texts are cut. */
  event = (event: TraceEvent): TraceEvent => {
    switch (event.type) {
      case 'canvas-applied':
        return { ...event, canvas: this.canvas(event.canvas) }
      case 'task-sent':
        return { ...event, args: this.value(event.args), kwargs: this.value(event.kwargs) }
      case 'task-succeeded':
        return { ...event, result: this.value(event.result) }
      case 'result-stored':
        return { ...event, result: this.value(event.result) }
      case 'get-returned':
        return { ...event, value: this.value(event.value) }
      case 'task-failed':
      case 'task-retried':
        return { ...event, exception: this.value(event.exception) }
      case 'get-raised':
        return { ...event, error: this.value(event.error) }
      default:
        return event
    }
  }

  /** The canvas with its texts cut; itself when none is long. */
  canvas = (canvas: Canvas): Canvas => {
    const known = this.#known.get(canvas)
    if (known !== undefined) return known as Canvas
    const isShort = longestText(canvas) <= this.#most
    const short = isShort ? canvas : this.#cut(canvas, { left: Number.POSITIVE_INFINITY })
    this.#known.set(canvas, short)
    return short
  }

  /** The value itself when it is small, else its beginning. */
  value = <Value>(value: Value): Value => {
    const known = isObject(value) ? this.#known.get(value) : undefined
    if (known !== undefined) return known as Value
    const size = sizeOf(value)
    const small = size <= this.#most
    const short = small ? stored(value) : this.#cut(value, { left: this.#most })
    if (!small) this.largest = Math.max(this.largest, size)
    if (isObject(value)) this.#known.set(value, short)
    return short
  }

  #cut<Value>(value: Value, room: { left: number }): Value {
    if (typeof value === 'string') {
      const kept = value.slice(0, Math.min(this.#most, Math.max(0, room.left)))
      room.left -= kept.length
      return (kept.length < value.length ? `${kept}… (${value.length} characters)` : value) as Value
    }
    room.left--
    if (Array.isArray(value)) {
      const kept: unknown[] = []
      for (const item of value) {
        if (room.left <= 0) {
          kept.push(`… (${value.length} items)`)
          break
        }
        kept.push(this.#cut(item, room))
      }
      return kept as Value
    }
    if (!isObject(value) || value instanceof Error) return stored(value)
    const kept: Record<string, unknown> = {}
    for (const [key, field] of Object.entries(value)) {
      if (room.left <= 0) break
      room.left -= key.length
      kept[key] = this.#cut(field, room)
    }
    return kept as Value
  }
}

/** The value with its errors as they are stored; itself when it has none. */
const stored = <Value>(value: Value): Value => {
  if (!isObject(value)) return value
  if (value instanceof Error) return storedException(value) as Value
  if (Array.isArray(value)) return value.some(holdsError) ? (value.map(stored) as Value) : value
  if (!Object.values(value).some(holdsError)) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, stored(field)])) as Value
}

const holdsError = (value: unknown): boolean =>
  isObject(value) && (value instanceof Error || Object.values(value).some(holdsError))

/** About as many characters as its JSON has. */
const sizeOf = (value: unknown): number => {
  if (typeof value === 'string') return value.length + 2
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + 1 + sizeOf(item), 2)
  if (!isObject(value)) return 4
  if (value instanceof Error) return value.message.length
  return Object.entries(value).reduce((sum, [key, field]) => sum + key.length + 4 + sizeOf(field), 2)
}

const longestText = (value: unknown): number => {
  if (typeof value === 'string') return value.length
  if (!isObject(value)) return 0
  return Object.values(value).reduce<number>((most, field) => Math.max(most, longestText(field)), 0)
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
