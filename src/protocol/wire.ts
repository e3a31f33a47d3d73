import type { Json, JsonObject } from '../canvas/json.ts'
import { printValue } from '../canvas/print.ts'
import type { Compression } from './compression.ts'
import type { Message } from './message.ts'

/** A message as a broker carries it: headers and properties beside a body of JSON text, which may be packed. */
export interface Wire {
  readonly headers: JsonObject
  readonly properties: JsonObject
  readonly body: string
  /** How the body is to be packed; the headers say it. */
  readonly compression?: Compression
}

/** The content type and encoding of every message we send. */
export const CONTENT = { type: 'application/json', encoding: 'utf-8' } as const

/**
 * A message as Celery sends it (celery/app/amqp.py, `as_task_v2`), with the headers that only inform. `origin` names the
 * sending process, `nowMs` is the time from which a message that expires has its time to live.
 */
export function encodeMessage(message: Message, origin: string, nowMs: number): Wire {
  const { headers, properties, body } = message
  const { correlation_id, reply_to, delivery_mode, priority, compression } = properties
  return {
    headers: {
      ...headers,
      ...reprsOf(message),
      origin,
      ...(compression && { compression }),
    } as object as JsonObject,
    properties: {
      correlation_id,
      reply_to,
      delivery_mode,
      priority,
      ...(headers.expires !== null && { expiration: timeToLive(headers.expires, nowMs) }),
    },
    body: JSON.stringify(body),
    ...(compression && { compression }),
  }
}

/** A message's arguments as Python would print them, which is all that a watcher is told of them. */
export const reprsOf = ({ body: [args, kwargs] }: Message) => ({
  argsrepr: printArgs(args),
  kwargsrepr: shorten(printValue(kwargs)),
})

/** A message on its own as a signature of a dict: milliseconds as text, at least 0. */
const timeToLive = (expires: string, nowMs: number): string =>
  String(Math.max(0, Math.round(Date.parse(expires) - nowMs)))

/** As a tuple, which Python's arguments are. */
function printArgs(args: readonly Json[]): string {
  if (args.length === 0) return '()'
  const list = shorten(printValue(args.length > MOST_PRINTED ? args.slice(0, MOST_PRINTED) : args))
  return `(${list.slice(1, list.endsWith(']') ? -1 : undefined)}${args.length === 1 ? ',' : ''})`
}

const MOST_PRINTED = 100

/** Celery shortens what it prints of arguments to 1024 characters. */
const shorten = (text: string): string => (text.length > 1024 ? `${text.slice(0, 1021)}...` : text)
