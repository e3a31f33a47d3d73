import { Writable } from 'node:stream'
import { type Cursor, paint, type Rows } from './paint.ts'
import type { Size } from './screen.ts'

/** What the sink needs of the terminal behind it; `process.stdout` is one. */
export interface Output {
  /** False when it wants no more until 'drain'. */
  write(text: string): boolean
  readonly writableNeedDrain: boolean
  once(event: 'drain', listener: () => void): unknown
}

/** Where frames go on their way to the terminal. */
export interface Sink {
  /** For Ink, with `debug: true`: every write is one whole frame. */
  readonly stream: NodeJS.WriteStream
  /** From the next frame on the cursor stands here, or is hidden. */
  placeCursor(cursor: Cursor | null): void
  /** Draws nothing until `repaint`: the screen is changing its size, or is not ours now. Frames are still taken. */
  hold(): void
  /** Draws every row of the newest frame, whatever the screen shows, and goes on drawing. */
  repaint(): void
  /** Takes the new size and tells Ink. */
  resize(size: Size): void
  /** Draws no more, for good. */
  close(): void
}

/**
 * Draws frames on a terminal, each as one write that holds the changed rows alone. A frame that comes while the
 * terminal is still busy with the last one is not queued: only the newest is drawn when it is ready again.
 */
export const openSink = (output: Output, opened: Size): Sink => {
  let size = opened
  let shown: Rows | undefined
  let newest: Rows | undefined
  let standing: Cursor | null = null
  let cursor: Cursor | null = null
  let held = false
  let waiting = false

  const draw = () => {
    if (held || waiting || newest === undefined || newest === shown) return
    if (output.writableNeedDrain) {
      waiting = true
      output.once('drain', () => {
        waiting = false
        draw()
      })
      return
    }
    const bytes = paint(newest, shown, size, { shown: standing, wanted: cursor })
    shown = newest
    standing = cursor
    if (bytes !== '') output.write(bytes)
  }

  const stream = new Writable({
    decodeStrings: false,
    write: (frame: string, _encoding, done) => {
      // Ink ends with an empty write, to hear when all before it is done.
      if (frame !== '') newest = frame.split('\n')
      draw()
      done()
    },
  })
  // Not a terminal, as far as Ink is told: to one it would send escapes of its own between the frames.
  Object.defineProperties(stream, {
    isTTY: { value: false },
    columns: { get: () => size.columns },
    rows: { get: () => size.rows },
  })

  return {
    stream: stream as unknown as NodeJS.WriteStream,
    placeCursor: (place) => {
      cursor = place
    },
    hold: () => {
      held = true
    },
    repaint: () => {
      held = false
      shown = undefined
      standing = null
      draw()
    },
    resize: (next) => {
      size = next
      stream.emit('resize')
    },
    close: () => {
      held = true
      stream.destroy()
    },
  }
}
