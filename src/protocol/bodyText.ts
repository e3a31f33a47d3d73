import { Buffer, isUtf8 } from 'node:buffer'
import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  deflateSync,
  inflateSync,
  type ZlibOptions,
} from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import { type Compression, compressionOf } from './compression.ts'
import { LIMITS } from './jsonText.ts'

/** The bytes of a message's body, packed if it is to be. */
export const bodyBytes = (text: string, compression?: Compression | null): Buffer =>
  compression ? PACKERS[compression].pack(text) : Buffer.from(text)

/**
 * The text of a message's body, unpacked where the sender packed it. What would be larger than a body may be is not
 * unpacked to the end.
 */
export function bodyText(
  bytes: Buffer,
  headers: unknown,
  most = LIMITS.characters,
): E.Either<string, string> {
  const { compression: said } = Object(headers) as { readonly compression?: unknown }
  const compression = compressionOf(said)
  // What is packed in another way is refused by its name, not by its bytes.
  if (compression === null && said !== undefined && said !== null) return E.right('')
  const unpacked = compression === null ? E.right(bytes) : unpack(bytes, compression, most)
  if (E.isLeft(unpacked)) return unpacked
  const text = unpacked.right
  return isUtf8(text) ? E.right(text.toString()) : E.left('a body that is not utf-8')
}

const PACKERS: Readonly<
  Record<
    Compression,
    {
      readonly pack: (text: string) => Buffer
      readonly unpack: (bytes: Buffer, options: Pick<ZlibOptions, 'maxOutputLength'>) => Buffer
    }
  >
> = {
  'application/x-gzip': { pack: (text) => deflateSync(text), unpack: inflateSync },
  'application/x-brotli': { pack: (text) => brotliCompressSync(text, QUICKLY), unpack: brotliDecompressSync },
}

/** Its default takes a hundred times as long, for a tenth less. */
const QUICKLY = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

function unpack(bytes: Buffer, compression: Compression, most: number): E.Either<string, Buffer> {
  try {
    return E.right(PACKERS[compression].unpack(bytes, { maxOutputLength: most }))
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string }
    return E.left(
      code === 'ERR_BUFFER_TOO_LARGE'
        ? `a compressed body of more than ${most} bytes`
        : `a body that is not compressed as it says: ${message}`,
    )
  }
}
