import type { Canvas, Options } from './canvas.ts'
import type { AnySignature } from './signature.ts'

/** How a call is sent: Celery's execution options, in camelCase. What is null or undefined counts as not given. */
export interface SendOptions {
  /** Seconds from publishing to the earliest start. 0 means at once. */
  readonly countdown?: number | null
  /** The earliest start; a Date, or an ISO-8601 string. */
  readonly eta?: Date | string | null
  /** Seconds from publishing, or a moment, after which the task is revoked instead of run. */
  readonly expires?: number | Date | string | null
  /** The queue to publish to; `celery` when nothing is said. */
  readonly queue?: string | null
  /** RabbitMQ: 0 to 255, higher first. Redis: 0 to 9, lower first. */
  readonly priority?: number | null
  /** The id of the task; for a chain of its last step, for a group of the group, for a chord of its body. */
  readonly taskId?: string | null
  /** Seconds after which the worker kills the process that runs the task. */
  readonly timeLimit?: number | null
  /** Seconds after which `SoftTimeLimitExceeded` is raised inside the task. */
  readonly softTimeLimit?: number | null
  /** Store no result. `get()` gives null at once. */
  readonly ignoreResult?: boolean | null
  /** Headers of the message. */
  readonly headers?: { readonly [header: string]: string | number | boolean | null } | null
  /** A name to show instead of the task's. */
  readonly shadow?: string | null
  /** The exchange to publish to in place of a queue, together with `routingKey`; of the two one alone does not count. */
  readonly exchange?: string | null
  readonly routingKey?: string | null
  readonly replyTo?: string | null
  /** Publish again when the connection is lost. */
  readonly retry?: boolean | null
  readonly serializer?: 'json' | null
  /** How the body is packed; kombu's `gzip` and `zlib` are one. A Python worker needs a package for `brotli`. */
  readonly compression?: CompressionName | null
  /** 1 transient, 2 persistent (Celery's default). */
  readonly deliveryMode?: 1 | 2 | null
}

/** The compressions that Node and kombu have both. */
export const compressionNames = ['gzip', 'zlib', 'brotli'] as const
/** The name of a compression. */
export type CompressionName = (typeof compressionNames)[number]

/** Callbacks given when a task is sent. They replace the ones the signature holds, as in Celery. */
export interface LinkOptions {
  readonly link?: AnySignature | readonly AnySignature[] | null
  readonly linkError?: AnySignature | readonly AnySignature[] | null
}

/** Celery's name on the wire for each option. */
const wireNames: Readonly<Record<keyof SendOptions | keyof LinkOptions, string>> = {
  countdown: 'countdown',
  eta: 'eta',
  expires: 'expires',
  queue: 'queue',
  priority: 'priority',
  taskId: 'task_id',
  timeLimit: 'time_limit',
  softTimeLimit: 'soft_time_limit',
  ignoreResult: 'ignore_result',
  headers: 'headers',
  shadow: 'shadow',
  exchange: 'exchange',
  routingKey: 'routing_key',
  replyTo: 'reply_to',
  retry: 'retry',
  serializer: 'serializer',
  compression: 'compression',
  deliveryMode: 'delivery_mode',
  link: 'link',
  linkError: 'link_error',
}

/** Options as the wire spells them. Throws `TypeError` for an option that does not exist. */
export function encodeOptions(options: SendOptions & LinkOptions): Options {
  const wire: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(options)) {
    const key = wireNames[name as keyof SendOptions]
    if (key === undefined)
      throw new TypeError(`there is no option ${name}: choose from ${Object.keys(wireNames).join(', ')}`)
    if (value !== null && value !== undefined) wire[key] = encodeOption(key, value)
  }
  return wire
}

function encodeOption(key: string, value: unknown): unknown {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString()
  if (
    (key === 'eta' || key === 'expires') &&
    typeof value !== 'number' &&
    Number.isNaN(Date.parse(String(value)))
  )
    throw new TypeError(
      `${key} is a Date or an ISO-8601 time such as 2030-01-01T12:00:00Z; got ${String(value)}`,
    )
  if (key === 'compression' && !compressionNames.includes(value as CompressionName))
    throw new TypeError(`compression is one of ${compressionNames.join(', ')}; got ${String(value)}`)
  if (key === 'delivery_mode' && value !== 1 && value !== 2)
    throw new TypeError(`deliveryMode is 1 for transient or 2 for persistent; got ${String(value)}`)
  if (key === 'link' || key === 'link_error') return asList(value).map((signature) => signature.toJSON())
  return value
}

const asList = (value: unknown): readonly { toJSON(): Canvas }[] =>
  (Array.isArray(value) ? value : [value]) as readonly { toJSON(): Canvas }[]
