import { clock } from './clock.ts'
import { keyRow } from './keyRow.ts'
import { footerKeys } from './keys.ts'
import { framesOf, type Look } from './legend.ts'
import { speeds } from './playback.ts'
import { horizonOf, isAsking, isSmall, type Player, sceneOf, shownAt } from './playerState.ts'
import { padRow, type Row, span } from './span.ts'
import { width } from './width.ts'

/** The line above the keys: playing or not, how fast, and where in the run. */
export const playBar = (state: Player, look: Look): Row => {
  const { columns } = state
  const scene = sceneOf(state)
  if (scene === undefined) return padRow([], columns)
  const at = shownAt(state)
  const horizon = horizonOf(state)
  const hides = isAsking(state)
  const { track } = framesOf(look)
  const sign = state.playing ? (look.ascii ? '>' : '▶') : look.ascii ? '=' : '‖'
  const words = state.playing ? 'playing' : 'paused'
  const left = ` ${sign} ${words.padEnd(7)} ${speedText(state.speed, look).padStart(look.ascii ? 4 : 2)} `
  const end = hides ? '?' : `${clock(horizon.atMs)}s`
  const events = hides ? `${at.count}/?` : `${at.count}/${horizon.count}`
  const right = ` ${clock(at.atMs)}/${end}  event ${events} `
  const room = columns - width(left) - width(right) - 2
  if (room < 6) return padRow([span(left, 'strong'), span(right)], columns)
  const share = horizon.atMs === 0 ? 0 : at.atMs / horizon.atMs
  const head = Math.min(room - 1, Math.round(share * (room - 1)))
  return [
    span(left, 'strong'),
    span(track.start + track.line.repeat(head), 'client'),
    span(track.head, 'now'),
    span(track.line.repeat(room - 1 - head) + (hides ? '?' : track.end), 'dim'),
    span(right),
  ]
}

/** `½x`; in ASCII `1/2x`. */
export const speedText = (speed: number, look: Look): string => {
  const rate = speeds[speed] ?? 1
  if (rate >= 1) return `${rate}x`
  return look.ascii ? `1/${1 / rate}x` : `${rate === 0.5 ? '½' : '¼'}x`
}

/**
 * The last line: the keys that do something now, as many as fit; `? keys` and `q quit` always. Where only one pane
 * fits, the key that turns panes comes first, and the keys that scroll are named where there is something to scroll.
 */
export const footer = (state: Player, canScroll: boolean): Row => {
  const keys = footerKeys(state).filter(({ does }) => does !== 'scroll' || canScroll)
  const first = keys.filter(({ shown }) => shown === 'tab' && isSmall(state))
  const inOrder = [...first, ...keys.filter((key) => !first.includes(key))]
  return keyRow(inOrder, ({ shown }) => shown === '?' || shown === 'q', state.columns)
}
