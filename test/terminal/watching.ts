import type { Output, PseudoTerminal } from './pseudoTerminal.ts'

/** What a program wrote to its terminal, looked at as a whole. */
export interface Watched {
  readonly bytesPerSecond: number
  /** Frames, told by their synchronised updates. */
  readonly frames: number
  /** Times that the screen, or all below or above the cursor, was cleared. */
  readonly clears: number
  /** What was written outside of a frame: a terminal may show it half done. */
  readonly outside: string
}

/** Watches a program for a while, from now on. */
export const watch = async (terminal: PseudoTerminal, forMs: number): Promise<Watched> => {
  const seen = terminal.outputs.length
  await delay(forMs)
  return summary(terminal.outputs.slice(seen), forMs)
}

/** Watches a program until it has drawn so many frames: a machine with much to do draws fewer in the same time. */
export const watchFrames = async (
  terminal: PseudoTerminal,
  frames: number,
  waitMs = 15_000,
): Promise<Watched> => {
  const seen = terminal.outputs.length
  const startedAt = performance.now()
  for (;;) {
    await delay(100)
    const forMs = performance.now() - startedAt
    const watched = summary(terminal.outputs.slice(seen), forMs)
    if (watched.frames >= frames) return watched
    if (forMs > waitMs) throw new Error(`${watched.frames} frames in ${waitMs} ms`)
  }
}

/** Resolves once nothing has been written for a while: a frame that was on its way has arrived. */
export const settled = async (terminal: PseudoTerminal, forMs = 200, waitMs = 5000): Promise<void> => {
  const endsAt = performance.now() + waitMs
  while ((await watch(terminal, forMs)).bytesPerSecond > 0)
    if (performance.now() > endsAt)
      throw new Error(`still writing after ${waitMs} ms:\n${terminal.rows().join('\n')}`)
}

/** The same of what was written already. */
export const summary = (outputs: readonly Output[], forMs: number): Watched => {
  const text = Buffer.concat(outputs.map(({ bytes }) => bytes)).toString()
  const bytes = outputs.reduce((sum, output) => sum + output.bytes.length, 0)
  return {
    bytesPerSecond: (bytes * 1000) / forMs,
    frames: text.split(FRAME_END).length - 1,
    clears: text.match(CLEAR)?.length ?? 0,
    outside: complete(text).replace(FRAME, ''),
  }
}

const ESC = '\u001b'
const FRAME_BEGIN = `${ESC}[?2026h`
const FRAME_END = `${ESC}[?2026l`
const escaped = (text: string) => text.replace(/[[?]/g, '\\$&')
const FRAME = new RegExp(`${escaped(FRAME_BEGIN)}[^]*?${escaped(FRAME_END)}`, 'g')
const CLEAR = new RegExp(`${ESC}\\[[0123]?J`, 'g')

/** Without the halves of frames with which a watch may begin and end. */
const complete = (text: string) => {
  const begin = text.indexOf(FRAME_BEGIN)
  const end = text.indexOf(FRAME_END)
  const from = end !== -1 && (begin === -1 || end < begin) ? end + FRAME_END.length : 0
  const last = text.lastIndexOf(FRAME_BEGIN)
  return last > text.lastIndexOf(FRAME_END) ? text.slice(from, last) : text.slice(from)
}

const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
