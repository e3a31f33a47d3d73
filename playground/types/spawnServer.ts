import { type ChildProcess, spawn } from 'node:child_process'

/** A process of a language server, and how it ends. */
export interface ServerProcess {
  readonly child: ChildProcess
  /** Resolves with its last word: a signal, an exit code, or why it could not be started. */
  readonly death: Promise<string>
}

/** Starts a language server in the folder of its project. */
export const spawnServer = (command: string, words: readonly string[], folder: string): ServerProcess => {
  const child = spawn(command, words, {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...COLLECTS_LATE, ...process.env },
  })
  const death = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  return { child, death }
}

/**
 * The compiler is a Go program, whose memory is collected whenever it has doubled; while it is small that is often, and
 * takes a third of the time until the types are ready. It may grow more, but not over all limits.
 */
const COLLECTS_LATE = { GOGC: '400', GOMEMLIMIT: '90MiB' }
