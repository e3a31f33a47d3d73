import type { Canvas } from '../canvas/canvas.ts'
import type { JsonObject } from '../canvas/json.ts'
import type { Embed, Headers, Message, Properties } from '../protocol/message.ts'
import { before, lastFirst, Steps } from '../protocol/steps.ts'
import type { TraceEvent } from '../runtime/trace.ts'

/**
 * What a message carries beside what its `task-sent` event tells of it; null where that is all. The rest of a chain
 * stands in one list for all its messages, so that a long one costs no more than its length.
 */
export interface Carried {
  readonly headers?: JsonObject
  readonly properties?: Partial<Properties>
  readonly callbacks?: readonly Canvas[]
  readonly errbacks?: readonly Canvas[]
  readonly chord?: Canvas
  /** The steps last first, of which the first so many are still to come. */
  readonly chain?: { readonly lastFirst: readonly Canvas[]; readonly count: number }
}

type Sent = TraceEvent & { readonly type: 'task-sent' }

/** Takes from messages what their events do not tell, as plain data. Canvases may be shortened. */
export class Carrier {
  readonly #short: (canvas: Canvas) => Canvas
  readonly #plain = new WeakMap<object, unknown>()
  readonly #startsAtMs: number
  readonly #chains = new Map<Steps, NonNullable<Carried['chain']>>()

  constructor(startsAtMs: number, short: (canvas: Canvas) => Canvas) {
    this.#startsAtMs = startsAtMs
    this.#short = short
  }

  /** What this message carries beside its event. */
  carried({ headers, properties, body: [, , embed] }: Message, event: Sent): Carried | null {
    const plain = messageOf(event, null, this.#startsAtMs)
    const { callbacks, errbacks, chain, chord } = embed
    const own: Carried = {
      ...changed('headers', plain.headers, headers),
      ...changed('properties', plain.properties, properties),
      ...(callbacks && { callbacks: callbacks.map(this.#keep) }),
      ...(errbacks && { errbacks: errbacks.map(this.#keep) }),
      ...(chord && { chord: this.#keep(chord) }),
      ...(chain && { chain: this.#rest(chain) }),
    }
    return Object.keys(own).length === 0 ? null : own
  }

  readonly #keep = (canvas: Canvas): Canvas => this.#short(this.#withLists(canvas))

  /** The same with lists for steps: a canvas that waits for its turn carries the rest of its chain. */
  #withLists<Value>(value: Value): Value {
    if (typeof value !== 'object' || value === null) return value
    const known = this.#plain.get(value)
    if (known !== undefined) return known as Value
    const own = value instanceof Steps ? lastFirst(value) : value
    const entries = Object.entries(own)
    const parts = entries.map(([, part]) => this.#withLists(part))
    const isSame = own === value && parts.every((part, index) => part === entries[index]![1])
    const plain = isSame
      ? value
      : Array.isArray(own)
        ? parts
        : Object.fromEntries(entries.map(([key], index) => [key, parts[index]]))
    this.#plain.set(value, plain)
    return plain as Value
  }

  #rest(steps: Steps): NonNullable<Carried['chain']> {
    const known = this.#chains.get(steps)
    if (known !== undefined) return known
    const list = lastFirst(steps).map(this.#keep)
    for (let [rest, count]: [Steps | null, number] = [steps, list.length]; rest; rest = rest.after, count--)
      this.#chains.set(rest, { lastFirst: list, count })
    return this.#chains.get(steps)!
  }
}

/** The message of an event, whole again. */
export const messageOf = (event: Sent, carried: Carried | null, startsAtMs: number): Message => {
  const { callbacks, errbacks, chord, chain } = carried ?? {}
  const headers: Headers = {
    lang: 'py',
    task: event.task,
    id: event.taskId,
    shadow: null,
    eta: event.etaMs === null ? null : new Date(startsAtMs + event.etaMs).toISOString(),
    expires: null,
    group: event.groupId,
    group_index: event.groupIndex,
    retries: event.retries,
    timelimit: [null, null],
    root_id: event.rootId,
    parent_id: event.parentId,
    ignore_result: false,
    replaced_task_nesting: 0,
    stamped_headers: event.stamps === undefined ? null : Object.keys(event.stamps),
    stamps: event.stamps ?? {},
    ...carried?.headers,
  }
  const embed: Embed = {
    callbacks: callbacks ?? null,
    errbacks: errbacks ?? null,
    chain: chain === undefined ? null : before(chain.lastFirst.slice(0, chain.count), null),
    chord: chord ?? null,
  }
  return {
    headers,
    properties: {
      correlation_id: event.taskId,
      reply_to: '',
      delivery_mode: 2,
      priority: 0,
      routing_key: event.queue,
      ...carried?.properties,
    },
    body: [event.args, event.kwargs, embed],
  }
}

/** What is other than it would be, under a name. */
const changed = <Name extends string>(
  name: Name,
  plain: object,
  own: object,
): { [Key in Name]?: JsonObject } => {
  const different: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(own))
    if (!isSame(value, (plain as Record<string, unknown>)[key])) different[key] = value
  return Object.keys(different).length === 0 ? {} : ({ [name]: different } as { [Key in Name]?: JsonObject })
}

const isSame = (one: unknown, other: unknown): boolean =>
  one === other ||
  (typeof one === 'object' && typeof other === 'object' && JSON.stringify(one) === JSON.stringify(other))
