import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'

/** How a program is started. */
export interface Start {
  readonly command: readonly [program: string, ...words: string[]]
  readonly folder: string
  readonly env?: Readonly<Record<string, string>>
}

/** Starts programs, and ends every one of them that it started. */
export class Processes {
  readonly #running = new Set<ChildProcess>()

  /**
   * Starts a program; it is ready once its output (either stream) says so. Rejects when it ends before. What comes back
   * ends it.
   */
  async service(start: Start, ready: RegExp): Promise<() => Promise<void>> {
    const child = this.#start(start)
    const said: string[] = []
    await new Promise<void>((resolve, reject) => {
      const look = (line: string): void => {
        said.push(line)
        if (ready.test(line)) resolve()
      }
      createInterface({ input: child.stdout! }).on('line', look)
      createInterface({ input: child.stderr! }).on('line', look)
      child.once('error', reject)
      child.once('exit', (code) =>
        reject(new Error(`${start.command.join(' ')} ended with ${code}: ${said.slice(-20).join('\n')}`)),
      )
    })
    return () => end(child)
  }

  /** Starts a program that answers each line it is given with one line; gives the function that asks it. */
  dialogue(start: Start): (line: string) => Promise<string> {
    const child = this.#start(start)
    const answers = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
    const said: string[] = []
    createInterface({ input: child.stderr! }).on('line', (line) => said.push(line))
    return async (line) => {
      child.stdin!.write(`${line}\n`)
      const { value, done } = await answers.next()
      if (done) throw new Error(`${start.command.join(' ')} ended: ${said.slice(-20).join('\n')}`)
      return value
    }
  }

  /** Ends what is still running, each with all that it started itself. */
  async stop(): Promise<void> {
    await Promise.all([...this.#running].map(end))
  }

  #start({ command: [program, ...words], folder, env }: Start): ChildProcess {
    const child = spawn(program, words, {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: 'pipe',
      // A group of its own, so that what it starts ends with it.
      detached: true,
    })
    this.#running.add(child)
    child.once('exit', () => this.#running.delete(child))
    child.once('error', () => this.#running.delete(child))
    return child
  }
}

/** Ends a program and all that it started. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  process.kill(-child.pid!, 'SIGKILL')
  await ended
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { readonly port: number }
  server.close()
  await once(server, 'close')
  return port
}
