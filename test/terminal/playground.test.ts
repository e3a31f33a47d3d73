import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../needs.ts'
import { until } from '../until.ts'
import { KEYS, openPseudoTerminal, type PseudoTerminal, ROOT, SHELL_MODES } from './pseudoTerminal.ts'

const shows = (text: string) => (rows: readonly string[]) => rows.some((row) => row.includes(text))
const hides = (text: string) => (rows: readonly string[]) => !shows(text)(rows)

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'celeriac-play-'))
  folders.push(folder)
  return folder
}

const open = async (
  folder: string,
  size: { columns: number; rows: number },
  env = {},
  file = 'canvas.ts',
  under: readonly string[] = [],
) => {
  const command = [...under, process.execPath, join(ROOT, 'playground/launch.mjs'), file]
  const terminal = await openPseudoTerminal(command, {
    ...size,
    cwd: folder,
    env: { CELERIAC_STATE: join(folder, 'state'), ...env },
  })
  await terminal.until(shows('^R'))
  return terminal
}

const ctrl = (letter: string) => String.fromCharCode(letter.charCodeAt(0) & 31)
const paste = (text: string) => `\u001b[200~${text}\u001b[201~`

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
]

describeWith('python', 'the playground on a terminal', () => {
  beforeAll(() => {
    execFileSync(process.execPath, ['build.mjs', 'playground', 'program'], { cwd: ROOT })
  })

  test('killed in the middle of a word, nothing is lost', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'canvas.ts'), 'const saved = 1\n')
    const first = await open(folder, sizes[0]!)
    first.type('// half a wor')
    await first.until(shows('// half a wor'))
    const drafts = join(folder, 'state/drafts')
    await until(
      () => existsSync(drafts) && readdirSync(drafts).some((file) => keeps(join(drafts, file), 'half a wor')),
    )
    first.kill('SIGKILL')
    expect(await first.ended).toMatchObject({ signal: 9 })
    expect(readFileSync(join(folder, 'canvas.ts'), 'utf8')).toBe('const saved = 1\n')

    const second = await open(folder, sizes[0]!)
    await second.until(shows('that was not saved is back'))
    expect(second.rows().some(shows1('// half a worconst saved = 1'))).toBe(true)
    second.type(ctrl('u'))
    await second.until(hides('half a wor'))
    second.type(ctrl('q'))
    expect(await second.ended).toMatchObject({ code: 0 })
  })

  test('goes on without a language server, and when it is killed', async () => {
    const folder = newFolder()
    const without = await open(folder, sizes[0]!, { CELERIAC_TSC: '/no/such/compiler' })
    await without.until(shows('No types: there is no TypeScript 7 here'))
    without.type('const a = 1')
    await without.until(shows('no types'))
    without.type(ctrl('q'))
    await without.ended

    const terminal = await open(folder, sizes[0]!)
    await terminal.until(shows('no problems'))
    process.kill(serverIn(join(folder, 'state/types'))!, 'SIGKILL')
    await terminal.until(shows('The language server ended (SIGKILL) and was started again'))
    terminal.type(`${KEYS.end}\rconst b: string = 1`)
    await terminal.until(shows('1 problem'))
    terminal.type(ctrl('q'))
    expect(await terminal.ended).toMatchObject({ code: 0 })
  })

  const hostile: [string, string, string][] = [
    ['an endless loop', 'for (;;) {}', 'This loop was still going round'],
    ['a recursion without end', 'const f = (): number => f() + 1\nf()', 'Maximum call stack'],
    ['an exit', 'process.exit(3)', 'process.exit() is not for programs'],
    ['reading a file', "import { readFileSync } from 'node:fs'", 'node:fs reaches out'],
    ['the network', "await fetch('http://localhost')", 'fetch() reaches out'],
    ['escapes', "console.log('\\u001b[2J\\u001b[31mgone\\u0007')", '\\u001b[2J'],
    [
      'output without end',
      "for (let i = 0; i < 1e6; i++) console.log('x'.repeat(100))",
      'It printed 1000000 lines',
    ],
  ]
  test.each(hostile)('survives %s', async (_title, text, says) => {
    const folder = newFolder()
    writeFileSync(join(folder, 'canvas.ts'), text)
    const terminal = await open(folder, sizes[1]!)
    terminal.type(ctrl('r'))
    await terminal.until((rows) => shows(says)(rows) && hides('under way')(rows), 25_000)
    terminal.type('// still here')
    await terminal.until(shows('// still here'))
    terminal.type(ctrl('q'))
    expect(await terminal.ended).toMatchObject({ code: 0, signal: null, modesKept: true })
    expect(terminal.modes()).toEqual(SHELL_MODES)
  })

  test('a disk that is full loses nothing: a device that never has room', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'canvas.ts'), 'const old = 1\n')
    const terminal = await open(folder, sizes[0]!)
    terminal.type('// new ')
    await terminal.until(shows('// new const old'))
    terminal.type('\u001bs')
    await terminal.until(shows('save in: '))
    terminal.type(`${'\u007f'.repeat(join(folder, 'canvas.ts').length)}/dev/full\r`)
    await terminal.until(shows('Not saved, no space left on device: it is safe here, alt S saves elsewhere'))
    expect(terminal.rows()[0]).toContain('canvas.ts*')
    terminal.type(ctrl('s'))
    await terminal.until(shows('Saved in'))
    expect(readFileSync(join(folder, 'canvas.ts'), 'utf8')).toBe('// new const old = 1\n')
    terminal.type(ctrl('q'))
    expect(await terminal.ended).toMatchObject({ code: 0, modesKept: true })
  })

  test('a disk that is full loses nothing: files that may grow no further', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'canvas.ts'), 'const old = 1\n')
    const limited = ['sh', '-c', 'ulimit -f 16; exec "$@"', 'sh']
    const terminal = await open(
      folder,
      sizes[0]!,
      { CELERIAC_TSC: '/no/such/compiler' },
      'canvas.ts',
      limited,
    )
    terminal.type(paste(`// ${'long '.repeat(10_000)}\n`))
    await terminal.until(shows('What is not saved cannot be kept either: file too large'))
    terminal.type(ctrl('s'))
    await terminal.until(shows('Not saved, file too large: it is safe here'))
    expect(readFileSync(join(folder, 'canvas.ts'), 'utf8')).toBe('const old = 1\n')
    expect(readdirSync(folder).sort()).toEqual(['canvas.ts', 'state'])
    terminal.type(ctrl('u'))
    await terminal.until(shows('1 const old = 1'))
    terminal.type(`x${ctrl('s')}`)
    await terminal.until(shows('Saved in'))
    terminal.type(ctrl('q'))
    expect(await terminal.ended).toMatchObject({ code: 0, modesKept: true })
  })

  // Where nobody may mount anything the two above have to do.
  const mayMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0
  test.skipIf(!mayMount)('a disk that is full loses nothing: a file system of 64 kB', async () => {
    const folder = newFolder()
    const disk = join(folder, 'disk')
    mkdirSync(disk)
    const mounted = `mount -t tmpfs -o size=64k none ${disk} && printf 'const old = 1\\n' > ${disk}/canvas.ts && head -c 1M /dev/zero > ${disk}/filler 2>/dev/null; exec "$@"`
    const terminal = await open(
      folder,
      sizes[0]!,
      { CELERIAC_TSC: '/no/such/compiler' },
      join(disk, 'canvas.ts'),
      ['unshare', '-rm', 'sh', '-c', mounted, 'sh'],
    )
    // The disk is seen by the playground alone.
    const inside = (file: string) => join('/proc', String(terminal.pid), 'root', disk, file)
    expect(statSync(inside('filler')).size).toBeLessThan(65_537)
    terminal.type('// new ')
    await terminal.until(shows('// new const old'))
    terminal.type(ctrl('s'))
    await terminal.until(shows('Not saved, no space left on device: it is safe here'))
    expect(readFileSync(inside('canvas.ts'), 'utf8')).toBe('const old = 1\n')
    const drafts = join(folder, 'state/drafts')
    await until(() => readdirSync(drafts).some((file) => keeps(join(drafts, file), '// new const')))
    rmSync(inside('filler'))
    terminal.type(ctrl('s'))
    await terminal.until(shows('Saved in'))
    expect(readFileSync(inside('canvas.ts'), 'utf8')).toBe('// new const old = 1\n')
    expect(readdirSync(inside('')).sort()).toEqual(['canvas.ts'])
    terminal.type(ctrl('q'))
    expect(await terminal.ended).toMatchObject({ code: 0, modesKept: true })
  })

  test('a paste of five thousand lines is there at once, and typing goes on', async () => {
    const terminal = await open(newFolder(), sizes[0]!, { CELERIAC_TSC: '/no/such/compiler' })
    const line = "const r = await chain(sendSms.s(1234, 'paid'), confirmSms.s(1234)).delay()"
    terminal.type(paste(Array.from({ length: 5000 }, () => line).join('\n')))
    await terminal.until(shows('5000:'))
    const cpuMs = () => {
      const fields = readFileSync(`/proc/${terminal.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
      return (Number(fields[11]) + Number(fields[12])) * 10
    }
    const before = cpuMs()
    for (const letter of 'abcdefghij') {
      terminal.type(letter)
      await terminal.until(shows(`5000:${line.length + 2 + letter.charCodeAt(0) - 97}`))
    }
    expect((cpuMs() - before) / 10).toBeLessThan(60)
    terminal.type(ctrl('q'))
    expect(await terminal.ended).toMatchObject({ code: 0 })
  })

  test.each([
    ['Ctrl-C', (terminal: PseudoTerminal) => terminal.type(KEYS.ctrlC), 130],
    ['SIGTERM', (terminal: PseudoTerminal) => terminal.kill('SIGTERM'), 143],
    ['SIGHUP', (terminal: PseudoTerminal) => terminal.kill('SIGHUP'), 129],
  ] as const)('leaves the terminal as it was: %s', async (_title, end, code) => {
    const terminal = await open(newFolder(), sizes[0]!)
    end(terminal)
    expect(await terminal.ended).toMatchObject({ code, signal: null, modesKept: true })
    expect(terminal.modes()).toEqual(SHELL_MODES)
  })
})

const shows1 = (text: string) => (row: string) => row.includes(text)

/** A draft is one once it has its name: before, it is half of one. */
const keeps = (file: string, text: string) => file.endsWith('.json') && holds(file, text)

const holds = (file: string, text: string) => {
  try {
    return readFileSync(file, 'utf8').includes(text)
  } catch {
    return false
  }
}

/** The process that works in a folder. */
const serverIn = (folder: string) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder
      } catch {
        return false
      }
    })
