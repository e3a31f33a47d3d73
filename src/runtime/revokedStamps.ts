import type { Json } from '../canvas/json.ts'
import type { Stamps } from '../canvas/stamp.ts'
import type { Headers } from '../protocol/message.ts'

/** The stamps by which tasks were revoked, as each worker keeps them (worker/state.py, `revoked_stamps`). */
export class RevokedStamps {
  readonly #values = new Map<string, Json[]>()

  /** Adds to those that were revoked before. */
  add(headers: Stamps): void {
    for (const [name, value] of Object.entries(headers))
      this.#values.set(name, [...(this.#values.get(name) ?? []), ...listOf(value)])
  }

  /** Whether a message is dropped. Of its stamps only the first whose name was ever revoked is looked at (`Request.revoked`). */
  holds({ stamped_headers, stamps }: Headers): boolean {
    if (this.#values.size === 0) return false
    const name = stamped_headers?.find((each) => this.#values.has(each))
    return name !== undefined && meet(stamps[name], this.#values.get(name))
  }
}

/** Whether any of these stamps has one of the values. */
export const haveOneOf = (stamps: Stamps, headers: Stamps): boolean =>
  Object.entries(headers).some(([name, value]) => name in stamps && meet(stamps[name], value))

const meet = (some: Json | undefined, others: Json | undefined): boolean =>
  listOf(some).some((one) => listOf(others).some((other) => isSame(one, other)))

const listOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value as Json]

/** Python's `==`, for which true is 1. */
const isSame = (one: Json, other: Json): boolean =>
  JSON.stringify(asNumber(one)) === JSON.stringify(asNumber(other))

const asNumber = (value: Json): Json => (typeof value === 'boolean' ? Number(value) : value)
