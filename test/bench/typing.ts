import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node'
import { spawnServer } from '../../playground/types/spawnServer.ts'
import { findCompiler } from '../../src/program/findCompiler.ts'
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

/**
 * The playground: when its types are ready, how long a key takes, and what it weighs. Beside it stand, in the same turns, a
 * terminal that only echoes, and the language server without us: started by Node and asked about the same text.
 */
export const typing: Bench = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'celeriac-bench-'))
  writeFileSync(join(folder, 'canvas.ts'), program)
  const readyMs: number[] = []
  const aloneMs: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const terminal = await open(folder)
    const alone = await openServer(join(folder, 'state/types'))
    alone.close()
    // The first round is for the disk.
    if (round > 0) {
      readyMs.push(terminal.outputs.at(-1)!.atMs)
      aloneMs.push(alone.readyMs)
    }
    await close(terminal)
  }
  const terminal = await open(folder)
  await settled(terminal)
  const bare = await bareEchoMs(folder)
  const echo = await echoMs(terminal)
  const alone = await openServer(join(folder, 'state/types'))
  const asked = await alone.changesMs()
  const problem = await problemMs(terminal)
  const nodeMb = residentMb(terminal.pid)
  const serverMb = residentMb(workerIn(join(folder, 'state/types'))!)
  const serverAloneMb = residentMb(alone.pid)
  const bareMb = await bareNodeMb(folder)
  alone.close()
  await close(terminal)
  rmSync(folder, { recursive: true, force: true })
  const row = (what: string, unit: string, measured: number, floor: number, budget: number | null): Row => ({
    what: `playground: ${what}`,
    unit,
    measured,
    floor,
    budget,
  })
  return [
    row('types ready after launch', 'ms', median(readyMs), median(aloneMs), 600),
    row('key to echo, p95', 'ms', p95(echo), p95(bare), 25),
    row('key to echo, median', 'ms', median(echo), median(bare), null),
    row('key to problem, p95', 'ms', p95(problem), p95(asked), 80),
    row('key to problem, median', 'ms', median(problem), median(asked), null),
    row('memory of node', 'MB', nodeMb, bareMb, 150),
    row('memory of the language server', 'MB', serverMb, serverAloneMb, 110),
  ]
}

/** The language server, started by a bare Node that asks it about the program and one change after the other. */
const openServer = async (project: string) => {
  const uri = pathToFileURL(join(project, 'canvas.ts')).href
  const begunMs = performance.now()
  const compiler = await findCompiler(ROOT)
  const { child } = spawnServer(compiler!, ['--lsp', '--stdio'], project)
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout!),
    new StreamMessageWriter(child.stdin!),
  )
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) =>
    items.map(() => null),
  )
  connection.onRequest('client/registerCapability', () => null)
  connection.listen()
  const capabilities = { textDocument: { diagnostic: {} } }
  const rootUri = pathToFileURL(project).href
  await connection.sendRequest('initialize', { processId: process.pid, rootUri, capabilities })
  await connection.sendNotification('initialized', {})
  const opened = { uri, languageId: 'typescript', version: 1, text: program }
  await connection.sendNotification('textDocument/didOpen', { textDocument: opened })
  const diagnose = () => connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } })
  await diagnose()
  const readyMs = performance.now() - begunMs
  const changesMs = async () => {
    const times: number[] = []
    const line = program.split('\n').length - 1
    for (let key = 0; key < KEYS; key++) {
      const fromMs = performance.now()
      const at = { line, character: key }
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: key + 2 },
        contentChanges: [{ range: { start: at, end: at }, text: 'x' }],
      })
      await diagnose()
      times.push(performance.now() - fromMs)
    }
    return times
  }
  const close = () => {
    connection.dispose()
    child.kill()
  }
  return { readyMs, changesMs, pid: child.pid!, close }
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
  const terminal = await openBare(folder)
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

const openBare = async (folder: string) => {
  const source =
    "process.stdin.setRawMode(true);process.stdout.write('ready\\r\\n');process.stdin.on('data',(d)=>{if(d[0]===17)process.exit();process.stdout.write(d)})"
  const terminal = await openPseudoTerminal([process.execPath, '-e', source], { ...SIZE, cwd: folder })
  await terminal.until((rows) => rows.includes('ready'))
  return terminal
}

/** What Node weighs that does nothing else. */
const bareNodeMb = async (folder: string): Promise<number> => {
  const terminal = await openBare(folder)
  const weighs = residentMb(terminal.pid)
  await close(terminal)
  return weighs
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
