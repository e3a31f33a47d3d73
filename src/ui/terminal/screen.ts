import { PassThrough } from 'node:stream'
import { isatty, type ReadStream, type WriteStream } from 'node:tty'
import { guard } from './guard.ts'
import { holdBack } from './holdBack.ts'
import type { Key } from './key.ts'
import { openKeyboard } from './keyboard.ts'
import type { Cursor } from './paint.ts'
import { openSink } from './sink.ts'

/** Of a terminal, in characters. */
export interface Size {
  readonly columns: number
  readonly rows: number
}

/** The terminal while it is ours: where Ink draws, where keys come from, and how it is given back. */
export interface Screen extends Size {
  /** Calls back when the size has changed; gives what ends that. */
  onResize(listener: (size: Size) => void): () => void
  /**
   * Calls back with every key; gives what ends that. What was typed while nobody listened comes first. Two keys never come: Ctrl-C ends the program as SIGINT would,
   * and Ctrl-Z suspends it.
   */
  onKey(listener: (key: Key) => void): () => void
  /** For Ink's `render`, with `debug: true, patchConsole: false`: every write is one whole frame. */
  readonly stdout: NodeJS.WriteStream
  /** For Ink's `render`: a stream that never says anything, since keys come through `onKey`. */
  readonly stdin: NodeJS.ReadStream
  /** From the next frame on the cursor stands here; null hides it, as it is at first. Ask before the frame is written. */
  placeCursor(cursor: Cursor | null): void
  /** Gives the terminal to another program while `work` goes on, and takes it back. */
  lend(work: () => Promise<void>): Promise<void>
  /** Leaves the terminal as it was found. May be called again. */
  close(): void
}

/** Takes the terminal: alternate screen, raw keys, no cursor. It is given back by `close`, or however the program ends. */
export const openScreen = (
  input: ReadStream = process.stdin as ReadStream,
  output: WriteStream & { readonly fd: number } = process.stdout,
): Screen => {
  let size = sizeOf(output)
  let ours = false
  let settled: NodeJS.Timeout | undefined
  const resizeListeners = new Set<(size: Size) => void>()
  const keyListeners = new Set<(key: Key) => void>()
  const typedAhead: Key[] = []
  const others = holdBack(process.stderr.isTTY ? [output, process.stderr] : [output])
  const write = (text: string) => others.write(output, text)
  const sink = openSink(
    {
      write,
      once: (event, listener) => output.once(event, listener),
      get writableNeedDrain() {
        return output.writableNeedDrain
      },
    },
    size,
  )

  const keyboard = openKeyboard(input, (key) => {
    const signal = key.ctrl && !key.meta ? SIGNAL_KEYS[key.name] : undefined
    // To the whole group, as the terminal itself does: the npm that started us has to stop with us.
    if (signal !== undefined) process.kill(signal === 'SIGTSTP' ? 0 : process.pid, signal)
    else if (keyListeners.size === 0) typedAhead.push(key)
    else for (const listener of keyListeners) listener(key)
  })

  const onResize = () => {
    sink.hold()
    clearTimeout(settled)
    settled = setTimeout(sink.repaint, SETTLE_MS)
    size = sizeOf(output)
    sink.resize(size)
    for (const listener of resizeListeners) listener(size)
  }

  const enter = () => {
    // Already ours when somebody else stopped the program: the alternate screen is still there, raw mode may not be.
    if (ours) keyboard.stop()
    others.start()
    write(ours ? MODES : ALTERNATE_SCREEN + MODES)
    ours = true
    keyboard.start()
    const now = sizeOf(output)
    if (now.columns === size.columns && now.rows === size.rows) sink.repaint()
    else onResize()
  }
  const leave = () => {
    if (!ours) return
    ours = false
    clearTimeout(settled)
    sink.hold()
    keyboard.stop()
    write(LEAVE)
    others.release()
  }

  const watch = () => guard({ enter, leave, gone: () => !isatty(output.fd) }, output)
  let unguard = watch()
  output.on('resize', onResize)
  enter()

  return {
    get columns() {
      return size.columns
    },
    get rows() {
      return size.rows
    },
    onResize: (listener) => subscribe(resizeListeners, listener),
    onKey: (listener) => {
      const end = subscribe(keyListeners, listener)
      for (const key of typedAhead.splice(0)) listener(key)
      return end
    },
    stdout: sink.stream,
    stdin: silence(),
    placeCursor: sink.placeCursor,
    lend: async (work) => {
      leave()
      unguard()
      // Ctrl-C is for the other program, and comes to us too.
      const ignore = () => {}
      process.on('SIGINT', ignore)
      try {
        await work()
      } finally {
        process.off('SIGINT', ignore)
        unguard = watch()
        enter()
      }
    },
    close: () => {
      leave()
      sink.close()
      output.off('resize', onResize)
      unguard()
    },
  }
}

/** Full repaint this long after the last change of size: a window that is dragged changes it fifty times a second. */
const SETTLE_MS = 60

const SIGNAL_KEYS: Readonly<Record<string, NodeJS.Signals>> = { c: 'SIGINT', z: 'SIGTSTP' }

const ALTERNATE_SCREEN = '\u001b[?1049h'
/** Wrap off, cursor hidden, pastes marked. */
const MODES = '\u001b[?7l\u001b[?25l\u001b[?2004h'
/** All of it back, the other way round. */
const LEAVE = '\u001b[?2026l\u001b[0m\u001b[?2004l\u001b[?25h\u001b[?7h\u001b[?1049l'

const sizeOf = (output: WriteStream): Size => {
  const [columns, rows] = output.getWindowSize()
  return { columns: columns || 80, rows: rows || 24 }
}

const subscribe = <Listener>(listeners: Set<Listener>, listener: Listener) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Ink asks its input for raw mode, which the keyboard has already. */
const silence = () =>
  Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => undefined,
    ref: () => undefined,
    unref: () => undefined,
  }) as unknown as NodeJS.ReadStream
