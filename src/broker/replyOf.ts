import * as E from 'fp-ts/lib/Either.js'
import type { Incoming } from '../protocol/decodeMessage.ts'
import { parseJson } from '../protocol/jsonText.ts'
import type { Reply } from './transport.ts'

/** A reply, read; null for what is none. */
export function replyOf({ headers, body }: Pick<Incoming, 'headers' | 'body'>): Reply | null {
  const { ticket } = (headers ?? {}) as { readonly ticket?: unknown }
  if (typeof ticket !== 'string') return null
  const parsed = parseJson(body)
  const reply = E.isLeft(parsed) && parsed.left.type === 'not-json' ? parseJson(withoutEndless(body)) : parsed
  return E.isRight(reply) ? { ticket, body: reply.right } : null
}

/** Python writes numbers that JSON does not know: among the settings of a worker there is an `Infinity`. Here they are null. */
const withoutEndless = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/gs, (found) => (found.startsWith('"') ? found : 'null'))
