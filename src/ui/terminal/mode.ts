/** How this run talks to whoever looks at it. */
export interface Mode {
  /**
   * `full`: Ink on the alternate screen. `plain`: text, written once, no escapes but colour. `reader`: the same text
   * for a screen reader, one event a line, Enter for the next.
   */
  readonly type: 'full' | 'plain' | 'reader'
  /** Draw with ASCII alone. */
  readonly ascii: boolean
  readonly color: boolean
  /** Glide between events; without it the picture jumps from event to event. */
  readonly motion: boolean
  readonly columns: number
  readonly rows: number
}

/** What the decision rests on: handed in, so that it can be asked about any machine. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The words after the program's name; of these `--plain`, `--ascii`, `--no-motion`, `--a11y` are looked at. */
  readonly argv: readonly string[]
  readonly stdin: { readonly isTTY?: boolean | undefined }
  readonly stdout: {
    readonly isTTY?: boolean | undefined
    readonly columns?: number | undefined
    readonly rows?: number | undefined
  }
  readonly platform: NodeJS.Platform
}

/** Decides the mode. Ask before Ink is imported: the plain renderer must not pay for it. */
export const decideMode = ({ env, argv, stdin, stdout, platform }: Surroundings): Mode => {
  const flag = (name: string) => argv.includes(name)
  const set = (name: string) => (env[name] ?? '') !== ''
  const tty = stdin.isTTY === true && stdout.isTTY === true
  const plain = !tty || flag('--plain') || isOn(env.CI) || env.TERM === 'dumb'
  const reader = flag('--a11y') || set('ACCESSIBLE') || isOn(env.INK_SCREEN_READER)
  const type = flag('--plain') || (plain && !flag('--a11y')) ? 'plain' : reader ? 'reader' : 'full'
  return {
    type,
    ascii: flag('--ascii') || !speaksUtf8(env, platform),
    color: type === 'full' ? wantsColor(env, true) : wantsColor(env, stdout.isTTY === true),
    motion: type === 'full' && !flag('--no-motion'),
    columns: stdout.columns ?? (Number.parseInt(env.COLUMNS ?? '', 10) || 80),
    rows: stdout.rows ?? (Number.parseInt(env.LINES ?? '', 10) || 24),
  }
}

/** Tells chalk, inside Ink, what was decided; it reads FORCE_COLOR while it is imported and never NO_COLOR. */
export const tellChalk = (mode: Mode, env: Record<string, string | undefined>): void => {
  if (!mode.color) env.FORCE_COLOR = '0'
}

const isOn = (value: string | undefined) =>
  value !== undefined && value !== '' && value !== '0' && value !== 'false'

/** NO_COLOR wins over FORCE_COLOR, as no-color.org asks; FORCE_COLOR alone colours even a pipe. */
const wantsColor = (env: Surroundings['env'], tty: boolean) => {
  if ((env.NO_COLOR ?? '') !== '') return false
  const force = env.FORCE_COLOR
  if (force !== undefined) return force !== '0' && force !== 'false'
  return tty && env.TERM !== 'dumb'
}

/** The first of LC_ALL, LC_CTYPE and LANG that is set decides, as in setlocale(3). */
const speaksUtf8 = (env: Surroundings['env'], platform: NodeJS.Platform) => {
  if (platform === 'win32') return (env.WT_SESSION ?? '') !== '' || env.TERM_PROGRAM === 'vscode'
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => (value ?? '') !== '')
  return locale !== undefined && /utf-?8/i.test(locale)
}
