import { describe, expect, test } from 'vitest'
import { decideMode, type Mode, type Surroundings, tellChalk } from '../../src/ui/terminal/mode.ts'

const TERMINAL: Surroundings = {
  env: { TERM: 'xterm-256color', LANG: 'en_US.UTF-8' },
  argv: [],
  stdin: { isTTY: true },
  stdout: { isTTY: true, columns: 120, rows: 40 },
  platform: 'linux',
}
const with_ = (env: Surroundings['env'], ...argv: string[]): Surroundings => ({
  ...TERMINAL,
  env: { ...TERMINAL.env, ...env },
  argv,
})

const FULL: Mode = { type: 'full', ascii: false, color: true, motion: true, columns: 120, rows: 40 }

const TABLE: readonly (readonly [string, Surroundings, Partial<Mode>])[] = [
  ['a terminal', TERMINAL, FULL],
  [
    'stdout is a pipe',
    { ...TERMINAL, stdout: {} },
    { type: 'plain', color: false, motion: false, columns: 80, rows: 24 },
  ],
  ['stdin is a pipe', { ...TERMINAL, stdin: {} }, { type: 'plain' }],
  ['a pipe as wide as COLUMNS says', { ...TERMINAL, env: { COLUMNS: '100' }, stdout: {} }, { columns: 100 }],
  ['CI', with_({ CI: 'true' }), { type: 'plain' }],
  ['CI switched off', with_({ CI: 'false' }), { type: 'full' }],
  ['a dumb terminal', with_({ TERM: 'dumb' }), { type: 'plain', color: false }],
  ['--plain', with_({}, '5', '--plain'), { type: 'plain' }],
  ['--plain for a screen reader', with_({ ACCESSIBLE: '1' }, '--plain'), { type: 'plain' }],
  ['ACCESSIBLE', with_({ ACCESSIBLE: '1' }), { type: 'reader', motion: false }],
  ['INK_SCREEN_READER', with_({ INK_SCREEN_READER: 'true' }), { type: 'reader' }],
  ['--a11y', with_({}, '--a11y'), { type: 'reader' }],
  ['NO_COLOR', with_({ NO_COLOR: '1' }), { type: 'full', color: false }],
  ['NO_COLOR without a value says nothing', with_({ NO_COLOR: '' }), { color: true }],
  ['NO_COLOR against FORCE_COLOR', with_({ NO_COLOR: '1', FORCE_COLOR: '1' }), { color: false }],
  ['FORCE_COLOR=0', with_({ FORCE_COLOR: '0' }), { color: false }],
  ['FORCE_COLOR into a pipe', { ...with_({ FORCE_COLOR: '1' }), stdout: {} }, { type: 'plain', color: true }],
  ['the C locale', with_({ LANG: 'C' }), { ascii: true }],
  ['no locale', with_({ LANG: undefined }), { ascii: true }],
  ['LC_ALL goes before LANG', with_({ LC_ALL: 'POSIX' }), { ascii: true }],
  ['LC_CTYPE says utf8', with_({ LANG: 'C', LC_CTYPE: 'C.utf8' }), { ascii: false }],
  ['--ascii', with_({}, '--ascii'), { type: 'full', ascii: true }],
  ['--no-motion', with_({}, '--no-motion'), { type: 'full', motion: false }],
  ['a Windows console', { ...with_({ LANG: undefined }), platform: 'win32' }, { ascii: true }],
  [
    'Windows Terminal',
    { ...with_({ LANG: undefined, WT_SESSION: 'x' }), platform: 'win32' },
    { ascii: false },
  ],
]

describe('the mode', () => {
  test.each(TABLE)('%s', (_title, surroundings, expected) => {
    expect(decideMode(surroundings)).toMatchObject(expected)
  })

  test('chalk is told before it looks', () => {
    const env: Record<string, string | undefined> = { NO_COLOR: '1', FORCE_COLOR: '1' }
    tellChalk(decideMode({ ...TERMINAL, env }), env)
    expect(env.FORCE_COLOR).toBe('0')
  })
})
