import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPseudoTerminal, ROOT } from '../terminal/pseudoTerminal.ts'
import { type Bench, median } from './row.ts'

const ROUNDS = 7

/** From Enter to the first picture of `npm run lesson 5`, beside the smallest program with Ink started the same way. */
export const firstFrame: Bench = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'celeriac-bench-'))
  const scripts = { bare: `node ${join(ROOT, 'dist/bareInk.js')}` }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'bare', private: true, scripts }))
  const bare = { command: ['npm', 'run', 'bare'], cwd: folder, shows: 'bare Ink' }
  const lesson = { command: ['npm', 'run', 'lesson', '5'], cwd: ROOT, shows: FRAME_END }
  const times: { bare: number[]; lesson: number[] } = { bare: [], lesson: [] }
  // Once each for the disk, then in turns: what else this machine does hits both alike.
  for (let round = 0; round <= ROUNDS; round++) {
    const bareMs = await shownAfterMs(bare)
    const lessonMs = await shownAfterMs(lesson)
    if (round === 0) continue
    times.bare.push(bareMs)
    times.lesson.push(lessonMs)
  }
  rmSync(folder, { recursive: true })
  const measured = median(times.lesson)
  return [
    {
      what: '`npm run lesson 5` to its first frame',
      unit: 'ms',
      measured,
      floor: median(times.bare),
      budget: 450,
    },
  ]
}

const FRAME_END = '\u001b[?2026l'

/**
 * Behind a proxy every Node reads its certificates before anything else, 50 ms each, and there are two of them, npm's and
 * ours: that is the machine's, and not what is measured.
 */
const BARE = { NODE_EXTRA_CA_CERTS: undefined }

interface Program {
  readonly command: readonly string[]
  readonly cwd: string
  /** What is written when it has drawn. */
  readonly shows: string
}

const shownAfterMs = async ({ command, cwd, shows }: Program) => {
  const terminal = await openPseudoTerminal(command, { cwd, columns: 120, rows: 40, env: BARE })
  const drawn = () => Buffer.concat(terminal.outputs.map(({ bytes }) => bytes)).includes(shows)
  await terminal.until(drawn)
  const atMs = terminal.outputs.at(-1)!.atMs
  terminal.type('q')
  await terminal.ended
  return atMs
}
