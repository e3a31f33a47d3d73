import { inspect } from 'node:util'

/** The terminal, as the guard knows it. `enter` and `leave` may be called again without harm. */
export interface Guarded {
  /** Takes the terminal. */
  enter(): void
  /** Gives it back as it was found. Must be done when it returns: the process may end right after. */
  leave(): void
  /** The terminal is not there any more. */
  gone(): boolean
}

/** The signals that end a program, by the number that a shell adds to 128. */
const FATAL = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGTERM: 15 } as const

/** Nobody reads what we write any more: the terminal was closed, or the pipe. */
const CLOSED: Readonly<Record<string, number>> = { EPIPE: 128 + 13, EIO: 128 + FATAL.SIGHUP }

/**
 * Sees to it that the terminal is given back however the program ends: on exit, on an error nobody caught (printed
 * once the screen is left), on a fatal signal (exit code 128 + its number), when the terminal is gone, and while the
 * program is suspended. Gives what ends the watch.
 */
export const guard = (
  { enter, leave, gone }: Guarded,
  output: NodeJS.EventEmitter = process.stdout,
): (() => void) => {
  const onExit = () => {
    leave()
    if (!gone()) return
    // At its end Node restores the terminal's modes, and aborts with a core dump where there is no terminal any more.
    // The signal that a closed terminal sends ends the program without that; a shell sees 129 for it.
    process.removeAllListeners('SIGHUP')
    process.kill(process.pid, 'SIGHUP')
  }
  const exit = (code: number) => {
    onExit()
    process.exit(code)
  }
  const onError = (error: unknown) => {
    leave()
    const code = closedCode(error)
    if (code === undefined) process.stderr.write(`${described(error)}\n`)
    exit(code ?? 1)
  }
  const onSuspend = () => {
    leave()
    // With nobody listening the signal does what it does by default; the call returns when the program goes on.
    process.off('SIGTSTP', onSuspend)
    process.kill(process.pid, 'SIGTSTP')
    process.on('SIGTSTP', onSuspend)
    enter()
  }
  const fatal = Object.entries(FATAL).map(([name, number]) => [name, () => exit(128 + number)] as const)
  const listeners: readonly (readonly [string, (...facts: never[]) => void])[] = [
    ...fatal,
    ['exit', onExit],
    ['uncaughtException', onError],
    ['SIGTSTP', onSuspend],
    ['SIGCONT', enter],
    // A file may grow no further: the write fails, and who writes says so.
    ['SIGXFSZ', () => {}],
  ]
  for (const [event, listener] of listeners) process.on(event, listener as () => void)
  output.on('error', onError)
  return () => {
    for (const [event, listener] of listeners) process.off(event, listener as () => void)
    output.off('error', onError)
  }
}

/** The stack is enough, unless the error was caused by another. */
const described = (error: unknown) =>
  error instanceof Error && error.cause === undefined && error.stack ? error.stack : inspect(error)

const closedCode = (error: unknown) => {
  const { code } = (error ?? {}) as { readonly code?: unknown }
  return typeof code === 'string' ? CLOSED[code] : undefined
}
