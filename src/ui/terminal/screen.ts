import type { Key } from './key.ts'

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** The terminal while it is ours: where Ink draws, where keys come from, and how it is given back. */
export interface Screen extends Size {
  /** Calls back with the new size, 60 ms after it last changed; gives what ends that. */
  onResize(listener: (size: Size) => void): () => void
  /** Calls back with every key; gives what ends that. */
  onKey(listener: (key: Key) => void): () => void
  /** For Ink's `render`, with `debug: true, patchConsole: false`: every write is one whole frame. */
  readonly stdout: NodeJS.WriteStream
  /** For Ink's `render`: a stream that never says anything, since keys come through `onKey`. */
  readonly stdin: NodeJS.ReadStream
  /** Leaves the terminal as it was found. May be called again. */
  close(): void
}
