import type { Key } from './key.ts'
import { keyParser } from './keyParser.ts'

/** What the keyboard needs of the terminal's input; `process.stdin` is one. */
export interface Input {
  setRawMode(raw: boolean): unknown
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown
  off(event: 'data', listener: (bytes: Uint8Array) => void): unknown
  resume(): unknown
  pause(): unknown
}

/** The keys of a terminal, while they are ours. */
export interface Keyboard {
  /** Raw mode on: every key comes here, and the terminal acts on none. */
  start(): void
  /** Raw mode off. May be started again. */
  stop(): void
}

/** An Esc with nothing after it for this long was the key, not the start of a sequence. */
const ESCAPE_MS = 25

/** Calls back with every key typed between `start` and `stop`. */
export const openKeyboard = (input: Input, onKey: (key: Key) => void): Keyboard => {
  const parser = keyParser()
  let timer: NodeJS.Timeout | undefined
  const onBytes = (bytes: Uint8Array) => {
    clearTimeout(timer)
    for (const key of parser.push(bytes)) onKey(key)
    if (parser.ambiguous) timer = setTimeout(() => parser.flush().forEach(onKey), ESCAPE_MS)
  }
  return {
    start: () => {
      input.setRawMode(true)
      input.on('data', onBytes)
      input.resume()
    },
    stop: () => {
      clearTimeout(timer)
      input.off('data', onBytes)
      input.pause()
      input.setRawMode(false)
    },
  }
}
