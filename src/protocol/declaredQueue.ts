import type { Configuration } from '../canvas/celery.ts'

/** A queue as it is declared, with the exchange it is bound to. */
export interface DeclaredQueue {
  readonly name: string
  readonly exchange: string
  readonly exchangeType: 'direct' | 'topic' | 'fanout'
  /** With what it is bound: for a topic a pattern, `feed.#`. */
  readonly routingKey: string
  /** `x-max-priority` (RabbitMQ); null for none. */
  readonly maxPriority: number | null
}

/** The queue of messages for which nothing else is said. */
export const defaultQueueOf = ({ taskDefaultQueue }: Configuration): string => taskDefaultQueue ?? 'celery'

/**
 * How each queue is declared (amqp.py, `Queues`): as `taskQueues` says, the default queue as the settings of its own say,
 * and one that nobody has told of with a direct exchange of its name.
 */
export function declaredBy(conf: Configuration): (name: string) => DeclaredQueue {
  const { taskQueues } = conf
  const defaultQueue = defaultQueueOf(conf)
  const maxPriority = conf.taskQueueMaxPriority ?? null
  const defaultExchange = {
    exchange: conf.taskDefaultExchange ?? defaultQueue,
    exchangeType: conf.taskDefaultExchangeType ?? 'direct',
  }
  const known = new Map<string, DeclaredQueue>()
  if (!taskQueues)
    known.set(defaultQueue, {
      name: defaultQueue,
      ...defaultExchange,
      routingKey: conf.taskDefaultRoutingKey ?? defaultQueue,
      maxPriority,
    })
  for (const [name, own] of Object.entries(taskQueues ?? {})) {
    const exchange = own.exchange
      ? { exchange: own.exchange, exchangeType: own.exchangeType ?? 'direct' }
      : defaultExchange
    known.set(name, {
      name,
      ...exchange,
      routingKey: own.routingKey ?? name,
      maxPriority: own.maxPriority ?? maxPriority,
    })
  }
  return (name) =>
    known.get(name) ?? { name, exchange: name, exchangeType: 'direct', routingKey: name, maxPriority }
}

/** The queues that a worker consumes of which nothing is said: those of `taskQueues`, else the default one. */
export const consumedBy = (conf: Configuration): readonly string[] =>
  conf.taskQueues ? Object.keys(conf.taskQueues) : [defaultQueueOf(conf)]

/** The pattern of a topic, as kombu keeps one (virtual/exchange.py, `key_to_pattern`); empty for other exchanges. */
export const patternOf = ({ exchangeType, routingKey }: DeclaredQueue): string =>
  exchangeType === 'topic'
    ? `^${routingKey
        .split('.')
        .map((word) => WILDCARDS[word] ?? word.replace(/[^\p{L}\p{N}#*]/gu, '\\$&'))
        .join('\\.')}$`
    : ''

/** Whether a message with this routing key comes to it from its exchange. */
export const isBound = (queue: DeclaredQueue, routingKey: string): boolean => {
  if (queue.exchangeType === 'fanout') return true
  return queue.exchangeType === 'topic' ? compiled(queue).test(routingKey) : queue.routingKey === routingKey
}

/** Compiled once for each queue, not for each message. */
function compiled(queue: DeclaredQueue): RegExp {
  const present = COMPILED.get(queue)
  if (present) return present
  const made = new RegExp(patternOf(queue))
  COMPILED.set(queue, made)
  return made
}

const COMPILED = new WeakMap<DeclaredQueue, RegExp>()

/** One word, and any number of them. */
const WILDCARDS: Readonly<Record<string, string>> = { '*': '[^\\.]+', '#': '.*?' }
