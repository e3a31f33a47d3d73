/** A stream that anybody may write to, `process.stdout` for one. */
export interface Shared {
  write: NodeJS.WriteStream['write']
}

/** Streams whose writers can be made to wait. */
export interface HeldBack {
  /** From now on what is written to the streams is kept instead. */
  start(): void
  /** Writes what was kept, in order, and lets everything through again. */
  release(): void
  /** Writes past it. */
  write(stream: Shared, text: string): boolean
}

/** Keeps a `console.log` of a task, or a warning of Node's, from tearing the frame: it is printed after the screen. */
export const holdBack = (streams: readonly Shared[]): HeldBack => {
  const writes = new Map(streams.map((stream) => [stream, stream.write] as const))
  let kept: (readonly [Shared, string | Uint8Array])[] = []
  const through = (stream: Shared, bytes: string | Uint8Array) => writes.get(stream)!.call(stream, bytes)
  return {
    start: () => {
      for (const stream of streams) {
        stream.write = (bytes: string | Uint8Array, ...rest: unknown[]) => {
          kept.push([stream, bytes])
          const done = rest.at(-1)
          if (typeof done === 'function') process.nextTick(done)
          return true
        }
      }
    },
    release: () => {
      for (const [stream, write] of writes) stream.write = write
      for (const [stream, bytes] of kept) through(stream, bytes)
      kept = []
    },
    write: through,
  }
}
