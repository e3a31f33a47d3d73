import { Console } from 'node:console'
import { Writable } from 'node:stream'
import type { Limits, Printed } from './programRun.ts'

/** Everything that is printed from now on, by `console` or to the standard streams, up to the limits. */
export class Captured {
  readonly printed: Printed[] = []
  /** Lines that were printed beyond the limit. */
  dropped = 0
  readonly #limits: Limits
  readonly #now: () => Omit<Printed, 'stream' | 'text'>

  constructor(limits: Limits, now: () => Omit<Printed, 'stream' | 'text'>) {
    this.#limits = limits
    this.#now = now
    const [stdout, stderr] = [this.#stream('stdout'), this.#stream('stderr')]
    globalThis.console = new Console({ stdout, stderr, colorMode: false })
    process.stdout.write = stdout.write.bind(stdout) as typeof process.stdout.write
    process.stderr.write = stderr.write.bind(stderr) as typeof process.stderr.write
  }

  #stream(stream: Printed['stream']): Writable {
    return new Writable({
      decodeStrings: false,
      write: (chunk: string | Uint8Array, _, done) => {
        const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
        this.#lines(stream, text)
        done()
      },
    })
  }

  #lines(stream: Printed['stream'], text: string): void {
    const { lines, characters } = this.#limits
    for (const line of text.replace(/\n$/, '').split('\n')) {
      if (this.printed.length >= lines) {
        this.dropped++
        continue
      }
      const cut =
        line.length > characters ? `${line.slice(0, characters)}… (${line.length} characters)` : line
      this.printed.push({ ...this.#now(), stream, text: cut })
    }
  }
}
