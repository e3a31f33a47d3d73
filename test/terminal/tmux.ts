import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { shellEnvironment } from './pseudoTerminal.ts'

/** A shell in a tmux of its own. */
export interface Tmux {
  /** The rows on the screen now, trailing blanks cut. */
  rows(): Promise<readonly string[]>
  /** Looks again and again, and resolves with the rows when they pass; rejects, showing the screen, when time is up. */
  until(passes: (rows: readonly string[]) => boolean, waitMs?: number): Promise<readonly string[]>
  /** The same for a text that some row has, or no row any more. */
  shows(text: string, waitMs?: number): Promise<readonly string[]>
  hides(text: string, waitMs?: number): Promise<readonly string[]>
  /** Types a text, letter by letter as it is. */
  type(text: string): Promise<void>
  /** Presses keys by tmux's names: `C-r`, `Enter`, `Escape`, `Down`. */
  press(...keys: readonly string[]): Promise<void>
  /** Pastes a text as a terminal does. */
  paste(text: string): Promise<void>
  resize(columns: number, rows: number): Promise<void>
  /** Ends it, with everything that runs in it. */
  close(): Promise<void>
}

/** Opens a shell in a window of tmux (with tmux, see `describeWith`). Nothing of the user's tmux is touched. */
export const openTmux = async ({
  columns,
  rows,
  cwd,
  env = {},
}: {
  readonly columns: number
  readonly rows: number
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}): Promise<Tmux> => {
  const folder = mkdtempSync(join(tmpdir(), 'celeriac-tmux-'))
  const socket = join(folder, 'socket')
  const tmux = async (...words: readonly string[]): Promise<string> => {
    const { stdout } = await run('tmux', ['-u', '-S', socket, '-f', '/dev/null', ...words], {
      env: { ...shellEnvironment(), ...env },
    })
    return stdout
  }
  const size = ['-x', String(columns), '-y', String(rows)]
  await tmux('new-session', '-d', ...size, '-c', cwd, 'sh')
  const screen = async () => {
    const text = await tmux('capture-pane', '-p')
    return text
      .replace(/\n$/, '')
      .split('\n')
      .map((row) => row.trimEnd())
  }
  const until = async (
    passes: (rows: readonly string[]) => boolean,
    waitMs = 20_000,
  ): Promise<readonly string[]> => {
    const endsMs = performance.now() + waitMs
    for (;;) {
      const shown = await screen()
      if (passes(shown)) return shown
      if (performance.now() > endsMs)
        throw new Error(`${waitMs} ms passed before the screen passed ${passes}:\n${shown.join('\n')}`)
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS))
    }
  }
  const has = (text: string) => (shown: readonly string[]) => shown.some((row) => row.includes(text))
  const named = (text: string, waitMs?: number) =>
    until(has(text), waitMs).catch((error: Error) => {
      throw new Error(`"${text}": ${error.message}`)
    })
  return {
    rows: screen,
    until,
    shows: named,
    hides: (text, waitMs) => until((shown) => !has(text)(shown), waitMs),
    type: async (text) => void (await tmux('send-keys', '-l', text)),
    press: async (...keys) => void (await tmux('send-keys', ...keys)),
    paste: async (text) => {
      await tmux('set-buffer', text)
      await tmux('paste-buffer', '-p', '-d')
    },
    resize: async (nextColumns, nextRows) =>
      void (await tmux('resize-window', '-x', String(nextColumns), '-y', String(nextRows))),
    close: async () => {
      await tmux('kill-server').catch(() => {})
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const run = promisify(execFile)
const BETWEEN_LOOKS_MS = 40
