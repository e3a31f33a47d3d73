import { Buffer } from 'node:buffer'
import * as E from 'fp-ts/lib/Either.js'
import type { JsonObject } from '../canvas/json.ts'
import { bodyBytes, bodyText } from '../protocol/bodyText.ts'
import type { Incoming } from '../protocol/decodeMessage.ts'
import { parseJson } from '../protocol/jsonText.ts'
import { CONTENT, type Wire } from '../protocol/wire.ts'

/** Where kombu's virtual transports say a message goes. */
export interface Destination {
  readonly exchange: string
  readonly routingKey: string
}

/** A message as kombu's Redis transport keeps it: JSON with the body in base64 (kombu/transport/virtual/base.py). */
export const encodeEnvelope = (wire: Wire, { exchange, routingKey }: Destination, tag: string): string =>
  JSON.stringify({
    body: bodyBytes(wire.body, wire.compression).toString('base64'),
    'content-encoding': CONTENT.encoding,
    'content-type': CONTENT.type,
    headers: wire.headers,
    properties: {
      ...wire.properties,
      delivery_info: { exchange, routing_key: routingKey },
      body_encoding: 'base64',
      delivery_tag: tag,
    },
  })

/** An envelope that was read, and what to put back to the queue when nobody is done with it. */
export interface Opened {
  readonly incoming: Incoming
  readonly redelivered: () => string
}

/** Opens an envelope from a queue; the text says what is wrong with one that is none. */
export function openEnvelope(text: string, queue: string): E.Either<string, Opened> {
  const parsed = parseJson(text)
  if (E.isLeft(parsed)) return E.left(`not an envelope: ${parsed.left.type}`)
  const envelope = parsed.right
  if (!isObject(envelope)) return E.left('not an envelope: expected an object')
  const { body, headers, properties } = envelope
  if (typeof body !== 'string') return E.left('an envelope without a body')
  const encoding = isObject(properties) ? properties.body_encoding : undefined
  const content = encoding === 'base64' ? bodyText(Buffer.from(body, 'base64'), headers) : E.right(body)
  if (E.isLeft(content)) return content
  return E.right({
    incoming: {
      headers,
      properties,
      body: content.right,
      contentType: envelope['content-type'],
      contentEncoding: envelope['content-encoding'],
      queue,
      ...routeOf(properties),
    },
    redelivered: () => markRedelivered(envelope),
  })
}

/** The exchange that a message was sent to, and its routing key there. */
function routeOf(properties: unknown): { readonly exchange: unknown; readonly routingKey: unknown } | null {
  const info = isObject(properties) ? properties.delivery_info : undefined
  return isObject(info) ? { exchange: info.exchange, routingKey: info.routing_key } : null
}

/** As kombu marks what it puts back (`_do_restore_message`). */
function markRedelivered(envelope: JsonObject): string {
  const { headers, properties } = envelope
  const info = isObject(properties) ? properties.delivery_info : undefined
  return JSON.stringify({
    ...envelope,
    ...(isObject(headers) && { headers: { ...headers, redelivered: true } }),
    ...(isObject(properties) && {
      properties: { ...properties, ...(isObject(info) && { delivery_info: { ...info, redelivered: true } }) },
    }),
  })
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
