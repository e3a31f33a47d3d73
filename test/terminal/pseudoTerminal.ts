import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import xterm from '@xterm/headless'

/** How a program in a pseudo-terminal ended, and what it left behind. */
export interface Ending {
  /** The exit code, or null when a signal ended it. */
  readonly code: number | null
  readonly signal: number | null
  /** The line discipline (raw mode, echo) is as it was before; false of a terminal that was closed. */
  readonly modesKept: boolean
  readonly cpuMs: number
  readonly maxRssKb: number
  readonly atMs: number
}

/** What one read of the terminal gave; a program's write arrives in one or in several. */
export interface Output {
  readonly atMs: number
  readonly bytes: Buffer
}

export interface PseudoTerminal {
  readonly pid: number
  /** Everything the program wrote, in order. */
  readonly outputs: readonly Output[]
  /** The rows on the screen now, without colours, trailing blanks cut. */
  rows(): readonly string[]
  /** Resolves with the rows when they pass; rejects, showing the screen, when the program ends first or time is up. */
  until(passes: (rows: readonly string[]) => boolean, waitMs?: number): Promise<readonly string[]>
  /** Types these characters; `KEYS` has those of the keys with a name. */
  type(text: string): void
  resize(columns: number, rows: number): void
  kill(signal: NodeJS.Signals): void
  /** Closes the terminal under the program. */
  hangUp(): void
  readonly ended: Promise<Ending>
  /** The modes of the terminal that a program can leave switched. */
  modes(): Modes
}

export interface Modes {
  readonly alternateScreen: boolean
  readonly cursorHidden: boolean
  readonly wrap: boolean
  readonly bracketedPaste: boolean
}

/** A terminal as a shell has it, before a program and after it. */
export const SHELL_MODES: Modes = {
  alternateScreen: false,
  cursorHidden: false,
  wrap: true,
  bracketedPaste: false,
}

export const KEYS = {
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  shiftLeft: '\u001b[1;2D',
  shiftRight: '\u001b[1;2C',
  home: '\u001b[H',
  end: '\u001b[F',
  f1: '\u001bOP',
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  ctrlC: '\u0003',
  ctrlZ: '\u001a',
} as const

export interface Options {
  readonly columns?: number
  readonly rows?: number
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
}

/** Starts a program in a terminal of its own (with python3, see `describeWith`): 80x24, UTF-8 and 256 colours unless told otherwise. */
export const openPseudoTerminal = async (
  command: readonly string[],
  options: Options = {},
): Promise<PseudoTerminal> => {
  const { columns = 80, rows = 24, env = {}, cwd = ROOT } = options
  const driver = spawn('python3', [DRIVER, String(columns), String(rows), ...command], {
    cwd,
    env: { ...shellEnvironment(), ...env } as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true })
  const outputs: Output[] = []
  const watchers = new Set<() => void>()
  const started = deferred<number>()
  const ended = deferred<Ending>()
  let ending: Ending | undefined
  const tell = () => {
    for (const watcher of watchers) watcher()
  }

  onLines(driver.stdout, (line) => {
    const said = JSON.parse(line)
    if ('pid' in said) started.resolve(said.pid)
    else if ('data' in said) {
      const bytes = Buffer.from(said.data, 'base64')
      outputs.push({ atMs: said.atMs, bytes })
      emulator.write(bytes, tell)
    } else {
      // Behind all that was written before.
      emulator.write('', () => {
        ending = said as Ending
        ended.resolve(ending)
        tell()
      })
    }
  })
  driver.on('close', (code) => {
    if (ending === undefined && code !== 0) ended.reject(new Error(`pty.py ended with ${code}`))
  })
  const order = (what: object) => driver.stdin.write(`${JSON.stringify(what)}\n`)

  const terminal: PseudoTerminal = {
    pid: await started.promise,
    outputs,
    rows: () => screenOf(emulator),
    until: (passes, waitMs = 40_000) =>
      new Promise((resolve, reject) => {
        const stop = (settle: () => void) => {
          watchers.delete(look)
          clearTimeout(timer)
          settle()
        }
        const look = () => {
          const shown = screenOf(emulator)
          // In the middle of a synchronised update a person sees the frame before.
          if (emulator.modes.synchronizedOutputMode && ending === undefined) return
          if (passes(shown)) stop(() => resolve(shown))
          else if (ending !== undefined) stop(() => reject(refusal('the program ended', shown, ending)))
        }
        const timer = setTimeout(
          () => stop(() => reject(refusal(`${waitMs} ms passed`, screenOf(emulator)))),
          waitMs,
        )
        watchers.add(look)
        look()
      }),
    type: (text) => order({ send: Buffer.from(text).toString('base64') }),
    resize: (nextColumns, nextRows) => {
      emulator.resize(nextColumns, nextRows)
      order({ resize: [nextColumns, nextRows] })
    },
    kill: (signal) => order({ signal: constants.signals[signal] }),
    hangUp: () => order({ hangup: true }),
    ended: ended.promise,
    modes: () => modesOf(emulator),
  }
  return terminal
}

/** The top of the repository, from a source file and from a bundle. */
export const ROOT = (() => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
})()
const DRIVER = join(ROOT, 'test/terminal/pty.py')

/** This machine's environment, less what changes how a program talks to a terminal. */
export const shellEnvironment = () => {
  const { CI, NO_COLOR, FORCE_COLOR, ACCESSIBLE, INK_SCREEN_READER, LC_ALL, LC_CTYPE, NODE_ENV, ...rest } =
    process.env
  const ours = Object.entries(rest).filter(([name]) => !/^(npm_|VITEST)/.test(name))
  return { ...Object.fromEntries(ours), TERM: 'xterm-256color', LANG: 'C.UTF-8' }
}

const deferred = <Value>() => {
  let resolve!: (value: Value) => void
  let reject!: (error: Error) => void
  const promise = new Promise<Value>((...both) => {
    ;[resolve, reject] = both
  })
  return { promise, resolve, reject }
}

const onLines = (stream: NodeJS.ReadableStream, onLine: (line: string) => void) => {
  let rest = ''
  stream.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    for (const line of lines) onLine(line)
  })
}

const screenOf = ({ buffer: { active }, cols, rows }: xterm.Terminal) =>
  Array.from(
    { length: rows },
    (_, row) => active.getLine(active.baseY + row)?.translateToString(true, 0, cols) ?? '',
  )

const modesOf = (emulator: xterm.Terminal): Modes => ({
  alternateScreen: emulator.buffer.active.type === 'alternate',
  // The public face of the emulator does not tell.
  cursorHidden: (emulator as unknown as { _core: { coreService: { isCursorHidden: boolean } } })._core
    .coreService.isCursorHidden,
  wrap: emulator.modes.wraparoundMode,
  bracketedPaste: emulator.modes.bracketedPasteMode,
})

const refusal = (why: string, shown: readonly string[], ending?: Ending) =>
  new Error(
    `${why}${ending ? ` (${JSON.stringify(ending)})` : ''} before the screen passed:\n${shown.join('\n')}`,
  )
