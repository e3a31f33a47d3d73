/** How bodies are packed: the names of a sender's options, and how a message says it (kombu/compression.py). */
const CONTENT_TYPES: Readonly<Record<string, Compression>> = {
  gzip: 'application/x-gzip',
  zlib: 'application/x-gzip',
  'application/x-gzip': 'application/x-gzip',
  brotli: 'application/x-brotli',
  'application/x-brotli': 'application/x-brotli',
}

/** What a message says of a packed body. kombu's gzip is zlib's format. */
export type Compression = 'application/x-gzip' | 'application/x-brotli'

/** The compression of this name; null for none, and for one that Node cannot do. */
export const compressionOf = (name: unknown): Compression | null =>
  typeof name === 'string' && Object.hasOwn(CONTENT_TYPES, name) ? CONTENT_TYPES[name]! : null
