import { type Buffer, isUtf8 } from 'node:buffer'
import { inflateSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import { LIMITS } from './jsonText.ts'

/**
 * The text of a message's body, unpacked where the sender compressed it (`compression: 'gzip'` or `'zlib'`, which are
 * both zlib's in kombu/compression.py). What would be larger than a body may be is not unpacked to the end.
 */
export function bodyText(
  bytes: Buffer,
  headers: unknown,
  most = LIMITS.characters,
): E.Either<string, string> {
  const { compression } = Object(headers) as { readonly compression?: unknown }
  const unpacked = compression === ZLIB ? unpack(bytes, most) : E.right(bytes)
  if (E.isLeft(unpacked)) return unpacked
  const text = unpacked.right
  // What is packed in another way is refused by its name, not by its bytes.
  if (compression !== ZLIB && isGiven(compression)) return E.right('')
  return isUtf8(text) ? E.right(text.toString()) : E.left('a body that is not utf-8')
}

function unpack(bytes: Buffer, most: number): E.Either<string, Buffer> {
  try {
    return E.right(inflateSync(bytes, { maxOutputLength: most }))
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string }
    return E.left(
      code === 'ERR_BUFFER_TOO_LARGE'
        ? `a compressed body of more than ${most} bytes`
        : `a body that is not compressed as it says: ${message}`,
    )
  }
}

/** How kombu names zlib's compression in a message. */
export const ZLIB = 'application/x-gzip'

const isGiven = (value: unknown): boolean => value !== undefined && value !== null
