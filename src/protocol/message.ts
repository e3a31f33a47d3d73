import type { Canvas, Options } from '../canvas/canvas.ts'
import type { Json, JsonObject } from '../canvas/json.ts'
import type { Compression } from './compression.ts'
import type { Steps } from './steps.ts'

/** A task message of Celery's protocol 2 (celery/app/amqp.py, `as_task_v2`). */
export interface Message {
  readonly headers: Headers
  readonly properties: Properties
  /** Arguments, keyword arguments, and what comes after. */
  readonly body: readonly [readonly Json[], JsonObject, Embed]
  /** Where its signature was made, if it was marked so. It is not sent. */
  readonly origin?: unknown
}

/** The headers of a task message: all of Celery's but the informational ones. */
export interface Headers {
  readonly lang: 'py'
  readonly task: string
  readonly id: string
  readonly shadow: string | null
  /** ISO-8601 time before which the task must not start. */
  readonly eta: string | null
  /** ISO-8601 time after which the task is revoked instead of run. */
  readonly expires: string | null
  readonly group: string | null
  readonly group_index: number | null
  readonly retries: number
  /** Hard and soft limit in seconds. */
  readonly timelimit: readonly [number | null, number | null]
  readonly root_id: string
  readonly parent_id: string | null
  readonly ignore_result: boolean
  readonly replaced_task_nesting: number
  readonly stamped_headers: readonly string[] | null
  readonly stamps: JsonObject
}

/** The properties of a task message, as kombu names them. */
export interface Properties {
  readonly correlation_id: string
  readonly reply_to: string
  /** 1 is in memory only, 2 on the disk too (RabbitMQ). */
  readonly delivery_mode: 1 | 2
  /** 0 to 9. Redis takes 0 first, RabbitMQ 9. */
  readonly priority: number
  /** The queue it goes to, unless an exchange is said. */
  readonly routing_key: string
  /** The exchange that brings it to a queue. */
  readonly exchange?: string
  /** Beside an exchange: the queue that is declared for it, and then the one that it came to. */
  readonly queue?: string
  /** How its body is packed. */
  readonly compression?: Compression
}

/** What the worker does after the task: callbacks, errbacks, the rest of the chain, the chord's body. */
export interface Embed {
  readonly callbacks: readonly Canvas[] | null
  readonly errbacks: readonly Canvas[] | null
  readonly chain: Steps | null
  readonly chord: Canvas | null
}

/** The queue that a message is in. */
export const queueOf = ({ properties }: Message): string => properties.queue ?? properties.routing_key

/** The options that sent this message (`Context.as_execution_options`), to send it again. */
export function executionOptions(message: Message): Options {
  const { headers, properties, body } = message
  const [, , embed] = body
  return dropNulls({
    task_id: headers.id,
    root_id: headers.root_id,
    parent_id: headers.parent_id,
    group_id: headers.group,
    group_index: headers.group_index,
    shadow: headers.shadow,
    chord: embed.chord,
    chain: embed.chain,
    link: embed.callbacks,
    link_error: embed.errbacks,
    expires: headers.expires,
    time_limit: headers.timelimit[0],
    soft_time_limit: headers.timelimit[1],
    retries: headers.retries,
    reply_to: properties.reply_to,
    priority: properties.priority,
    ...(properties.exchange
      ? { exchange: properties.exchange, routing_key: properties.routing_key }
      : { queue: properties.routing_key }),
    replaced_task_nesting: headers.replaced_task_nesting,
    headers: customHeaders(headers),
    stamped_headers: headers.stamped_headers,
    ...headers.stamps,
  })
}

/** The headers that the sender added (`Context._get_custom_headers`); null without any. */
export function customHeaders(headers: Headers): JsonObject | null {
  const custom = Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name))
  return custom.length > 0 ? Object.fromEntries(custom) : null
}

const OWN_HEADERS: ReadonlySet<string> = new Set<keyof Headers>([
  'lang',
  'task',
  'id',
  'shadow',
  'eta',
  'expires',
  'group',
  'group_index',
  'retries',
  'timelimit',
  'root_id',
  'parent_id',
  'ignore_result',
  'replaced_task_nesting',
  'stamped_headers',
  'stamps',
])

/** Options whose value is null say nothing (`Signature.apply_async` drops them). Without any, they are not copied. */
export function dropNulls(options: { readonly [option: string]: unknown }): Options {
  if (!hasNull(options)) return options
  const kept: Record<string, unknown> = {}
  for (const key in options) {
    const value = options[key]
    if (value !== null && value !== undefined) kept[key] = value
  }
  return kept
}

function hasNull(options: { readonly [option: string]: unknown }): boolean {
  for (const key in options) if (options[key] === null || options[key] === undefined) return true
  return false
}
