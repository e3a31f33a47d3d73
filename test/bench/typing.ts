import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPseudoTerminal, type PseudoTerminal, ROOT } from '../terminal/pseudoTerminal.ts'
import { settled } from '../terminal/watching.ts'
import { type Bench, median, type Row } from './row.ts'

const SIZE = { columns: 120, rows: 40 }
const ROUNDS = 5
const KEYS = 40

const program = `import { chain } from 'celeriac'
import { confirmSms, countSms, sendSms } from 'celeriac/bank'

const r = await chain(
  sendSms.s(1234, 'paid'),
  confirmSms.s(1234),
).delay()
`

/** The playground: when its types are ready, how long a key takes, and what it weighs; beside a terminal that only echoes. */
export const typing: Bench = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'celeriac-bench-'))
  writeFileSync(join(folder, 'canvas.ts'), program)
  const readyMs: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const terminal = await open(folder)
    // The first round is for the disk.
    if (round > 0) readyMs.push(terminal.outputs.at(-1)!.atMs)
    await close(terminal)
  }
  const terminal = await open(folder)
  await settled(terminal)
  const echo = await echoMs(terminal)
  const problem = await problemMs(terminal)
  const nodeMb = residentMb(terminal.pid)
  const serverMb = residentMb(workerIn(join(folder, 'state/types'))!)
  await close(terminal)
  const bare = await bareEchoMs(folder)
  rmSync(folder, { recursive: true, force: true })
  const rows: readonly Row[] = [
    {
      what: 'playground: types ready after launch',
      unit: 'ms',
      measured: median(readyMs),
      floor: null,
      budget: 600,
    },
    { what: 'playground: key to echo, p95', unit: 'ms', measured: p95(echo), floor: p95(bare), budget: 25 },
    {
      what: 'playground: key to echo, median',
      unit: 'ms',
      measured: median(echo),
      floor: median(bare),
      budget: null,
    },
    {
      what: 'playground: key to problem, p95',
      unit: 'ms',
      measured: p95(problem),
      floor: p95(bare),
      budget: 80,
    },
    { what: 'playground: memory of node', unit: 'MB', measured: nodeMb, floor: null, budget: 150 },
    {
      what: 'playground: memory of the language server',
      unit: 'MB',
      measured: serverMb,
      floor: null,
      budget: 110,
    },
  ]
  return rows
}

const open = async (folder: string) => {
  const terminal = await openPseudoTerminal(
    [process.execPath, join(ROOT, 'playground/launch.mjs'), 'canvas.ts'],
    {
      ...SIZE,
      cwd: folder,
      env: { CELERIAC_STATE: join(folder, 'state') },
    },
  )
  await terminal.until((rows) => rows[0]?.includes('no problems') === true)
  return terminal
}

const close = async (terminal: PseudoTerminal) => {
  terminal.type('\u0011')
  await terminal.ended
}

/** From a key to its letter on the screen: each letter is another, so that it cannot be there already. */
const echoMs = async (terminal: PseudoTerminal): Promise<readonly number[]> => {
  // To the end of the text.
  terminal.type('\u001b[1;5F')
  terminal.type('// ')
  await terminal.until((rows) => rows.some((row) => row.includes('8 // ')))
  const times: number[] = []
  let typed = ''
  for (let key = 0; key < KEYS; key++) {
    const letter = String.fromCharCode(97 + (key % 26))
    typed += letter
    times.push(
      await shownAfterMs(terminal, letter, (rows) => rows.some((row) => row.includes(`// ${typed}`))),
    )
  }
  return times
}

/** From the key that makes a mistake to the problem on the screen, and from the one that mends it to none. */
const problemMs = async (terminal: PseudoTerminal): Promise<readonly number[]> => {
  terminal.type('\rlet n: number = 1\r')
  await terminal.until((rows) => rows[0]?.includes('no problems') === true)
  terminal.type('n = n')
  await terminal.until((rows) => rows.some((row) => row.includes('n = n')))
  await settled(terminal)
  const times: number[] = []
  for (let turn = 0; turn < KEYS / 2; turn++) {
    times.push(await shownAfterMs(terminal, 'x', (rows) => rows[0]?.includes('1 problem') === true))
    times.push(await shownAfterMs(terminal, '\u007f', (rows) => rows[0]?.includes('no problems') === true))
  }
  return times
}

const shownAfterMs = async (
  terminal: PseudoTerminal,
  key: string,
  passes: (rows: readonly string[]) => boolean,
) => {
  const begunMs = performance.now()
  terminal.type(key)
  await terminal.until(passes)
  return performance.now() - begunMs
}

/** The same way through the same terminal and emulator, to a program that writes back what it reads. */
const bareEchoMs = async (folder: string): Promise<readonly number[]> => {
  const source =
    "process.stdin.setRawMode(true);process.stdout.write('ready\\r\\n');process.stdin.on('data',(d)=>{if(d[0]===17)process.exit();process.stdout.write(d)})"
  const terminal = await openPseudoTerminal([process.execPath, '-e', source], { ...SIZE, cwd: folder })
  await terminal.until((rows) => rows.includes('ready'))
  const times: number[] = []
  let typed = ''
  for (let key = 0; key < KEYS; key++) {
    const letter = String.fromCharCode(97 + (key % 26))
    typed += letter
    times.push(await shownAfterMs(terminal, letter, (rows) => rows.includes(typed)))
  }
  await close(terminal)
  return times
}

const p95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * 0.95)]!

/** What a process holds in memory; only Linux tells so cheaply. */
const residentMb = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024

/** The process that works in a folder. */
const workerIn = (folder: string) =>
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
