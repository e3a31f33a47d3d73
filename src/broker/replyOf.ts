import * as E from 'fp-ts/lib/Either.js'
import type { Incoming } from '../protocol/decodeMessage.ts'
import { parseJson } from '../protocol/jsonText.ts'
import type { Reply } from './transport.ts'

/** A reply, read; null for what is none. */
export function replyOf({ headers, body }: Pick<Incoming, 'headers' | 'body'>): Reply | null {
  const { ticket } = (headers ?? {}) as { readonly ticket?: unknown }
  const parsed = parseJson(body)
  return typeof ticket === 'string' && E.isRight(parsed) ? { ticket, body: parsed.right } : null
}
