import { readFileSync } from 'node:fs'
import { paint } from '../../src/ui/terminal/paint.ts'
import { openPseudoTerminal, type PseudoTerminal, ROOT } from '../terminal/pseudoTerminal.ts'
import { settled, watch } from '../terminal/watching.ts'
import { type Bench, median } from './row.ts'

const SIZE = { columns: 120, rows: 40 }
const FRAMES_PER_SECOND = 15
const WINDOW_MS = 2000
const ROUNDS = 3

/** What playing a lesson costs, beside drawing as much without Ink, React and a lesson. */
export const drawing: Bench = async () => {
  const terminal = await openPseudoTerminal([process.execPath, 'lessons/launch.mjs', '5', '3'], {
    ...SIZE,
    cwd: ROOT,
  })
  await terminal.until((rows) => rows.some((row) => row !== ''))
  // An answer to the prediction, without which the run is not shown to its end.
  terminal.type('1')
  const windows = []
  for (let round = 0; round < ROUNDS; round++) {
    // From the start, which pauses, and play.
    terminal.type('0')
    await settled(terminal)
    terminal.type(' ')
    windows.push(await watchWithCpu(terminal))
  }
  terminal.type('0')
  await settled(terminal)
  const paused = await watch(terminal, WINDOW_MS)
  terminal.type('q')
  await terminal.ended
  const bytesPerSecond = median(windows.map((each) => each.bytesPerSecond))
  return [
    { what: 'playing at 120x40', unit: 'bytes/s', measured: bytesPerSecond, floor: null, budget: 35_000 },
    {
      what: 'playing at 120x40',
      unit: '% of a core',
      measured: median(windows.map((each) => each.cpuPercent)),
      floor: barePercent(),
      budget: 30,
    },
    {
      what: 'playing at 120x40',
      unit: 'frames/s',
      measured: median(windows.map((each) => each.frames)) / (WINDOW_MS / 1000),
      floor: null,
      budget: null,
    },
    {
      what: 'screen clears while playing',
      unit: 'times',
      measured: windows.reduce((sum, { clears }) => sum + clears, 0),
      floor: null,
      budget: 0,
    },
    { what: 'paused', unit: 'bytes/s', measured: paused.bytesPerSecond, floor: null, budget: 0 },
  ]
}

const watchWithCpu = async (terminal: PseudoTerminal) => {
  const before = cpuMsOf(terminal.pid)
  const startedAt = performance.now()
  const watched = await watch(terminal, WINDOW_MS)
  const cpuPercent = ((cpuMsOf(terminal.pid) - before) * 100) / (performance.now() - startedAt)
  return { ...watched, cpuPercent }
}

/** The CPU time a process has used; only Linux tells so cheaply. */
const cpuMsOf = (pid: number) => {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  const ticks = Number(afterName[11]) + Number(afterName[12])
  return ticks * 10
}

/** The share of a core that the sink alone takes for as many frames: 20 bars, of which each frame every one has moved. */
const barePercent = () => {
  const frame = (time: number) =>
    Array.from(
      { length: SIZE.rows },
      (_, row) => `│ worker ${row} \u001b[36m${'█'.repeat((time + row * 5) % 90)}\u001b[39m │`,
    )
  const count = 300
  let before = frame(0)
  const { user } = process.cpuUsage()
  for (let time = 1; time <= count; time++) {
    const after = frame(time)
    paint(after, before, SIZE)
    before = after
  }
  const msPerFrame = (process.cpuUsage().user - user) / 1000 / count
  return (msPerFrame * FRAMES_PER_SECOND * 100) / 1000
}
