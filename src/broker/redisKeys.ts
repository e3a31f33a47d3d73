/** Redis' priority steps: a message goes to the list of the largest step not above its priority; 0 is served first. */
export const PRIORITY_STEPS = [0, 3, 6, 9] as const

/** The largest step not above a priority. */
export const stepOf = (priority: number): number =>
  PRIORITY_STEPS.findLast((step) => step <= priority) ?? PRIORITY_STEPS[0]

/** What kombu puts between the parts of a key. */
const SEPARATOR = '\x06\x16'

/** The keys of kombu's Redis transport, each with the prefix that all keys have (`global_keyprefix`). */
export class RedisKeys {
  readonly #prefix: string
  readonly #database: number
  /** Compiled once, not for each message. */
  readonly #patterns = new Map<string, RegExp | null>()

  constructor(database: number, prefix = '') {
    this.#prefix = prefix
    this.#database = database
  }

  /** The list of a queue's messages of one priority step. */
  queue(name: string, step = 0): string {
    return `${this.#prefix}${name}${step === 0 ? '' : `${SEPARATOR}${step}`}`
  }

  /** The set of queues that are bound to an exchange. */
  binding(exchange: string): string {
    return `${this.#prefix}_kombu.binding.${exchange}`
  }

  /** A member of that set; the pattern is that of a topic. */
  bound(routingKey: string, queue: string, pattern = ''): string {
    return [routingKey, pattern, queue].join(SEPARATOR)
  }

  /** The queue of a member of that set, when it is bound with this routing key, or with a pattern that fits it. */
  boundQueue(member: string, routingKey: string): string | null {
    const [key, pattern = '', queue = ''] = member.split(SEPARATOR)
    if (pattern === '') return key === routingKey ? queue : null
    return this.#pattern(pattern)?.test(routingKey) ? queue : null
  }

  /** The channel of a fanout exchange. */
  channel(exchange: string, routingKey = ''): string {
    return `${this.#prefix}/${this.#database}.${exchange}${routingKey === '' ? '' : `/${routingKey}`}`
  }

  get unacked(): string {
    return `${this.#prefix}unacked`
  }

  get unackedIndex(): string {
    return `${this.#prefix}unacked_index`
  }

  /** A pattern, which anybody may have left there; null for one that is none. */
  #pattern(source: string): RegExp | null {
    const present = this.#patterns.get(source)
    if (present !== undefined) return present
    const pattern = compiled(source)
    if (this.#patterns.size >= MOST_PATTERNS) this.#patterns.clear()
    this.#patterns.set(source, pattern)
    return pattern
  }
}

function compiled(source: string): RegExp | null {
  try {
    return new RegExp(source)
  } catch {
    return null
  }
}

const MOST_PATTERNS = 1000
