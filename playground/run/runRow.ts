import type { TroubleType } from '../../src/program/programRun.ts'
import { clock } from '../../src/ui/clock.ts'
import { framesOf, type Look } from '../../src/ui/legend.ts'
import { speeds } from '../../src/ui/playback.ts'
import { padRow, type Row, rowWidth, span } from '../../src/ui/span.ts'
import { endOf } from '../../src/ui/stage.ts'
import { isStale, type Playground } from '../playground.ts'
import { nameOf } from './runState.ts'

/** `run #3 ok in 4.12s  ├────●───┤  2.35s  14/14`: how the run ended, and where in it the screen is. */
export const runRow = (state: Playground, look: Look): Row => {
  const { runs, columns } = state
  const { shown, stage, at, playing, asked } = runs
  if (runs.isBusy)
    return padRow([span(` run ${asked === null ? '' : nameOf(asked)} is under way ...`, 'strong')], columns)
  if (shown === null || stage === null) return padRow([], columns)
  const isOk = shown.ran.trouble === null
  const ended = `${shown.ran.trouble === null ? 'ok' : words[shown.ran.trouble.type]} in ${clock(stage.endMs)}s`
  const old = isStale(state) ? ' of an earlier text' : ''
  const playingWord = playing === null ? '' : ` playing ${speeds[runs.speed]}x`
  const left: Row = [
    span(` run ${nameOf(shown)} `, 'strong'),
    span(ended, isOk ? 'good' : 'bad'),
    span(`${old}${playingWord}  `, 'dim'),
  ]
  const right: Row = [span(`  ${clock(at.atMs)}s  ${at.count}/${stage.moments.length} `)]
  const room = columns - rowWidth(left) - rowWidth(right) - 2
  if (room < 6) return padRow([...left, ...right], columns)
  const { track } = framesOf(look)
  const end = endOf(stage)
  const head = Math.min(room - 1, Math.round((end.atMs === 0 ? 0 : at.atMs / end.atMs) * (room - 1)))
  return [
    ...left,
    span(track.start + track.line.repeat(head), 'client'),
    span(track.head, 'now'),
    span(track.line.repeat(room - 1 - head) + track.end, 'dim'),
    ...right,
  ]
}

const words: Readonly<Record<TroubleType, string>> = {
  syntax: 'unreadable',
  import: 'import failed',
  threw: 'threw',
  refused: 'refused',
  loop: 'endless loop',
  time: 'out of time',
  never: 'stuck',
  memory: 'out of memory',
  events: 'too many events',
  output: 'too much output',
  crashed: 'crashed',
}
