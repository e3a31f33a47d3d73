import { clock } from './clock.ts'
import { eventLine } from './eventLine.ts'
import { type Film, isKept } from './film.ts'
import { hang } from './hang.ts'
import type { Look } from './legend.ts'
import { resultLines } from './resultTree.ts'
import { rowText } from './span.ts'
import { endOf, stage } from './stage.ts'
import { timeline } from './timeline.ts'
import { width } from './width.ts'

const look: Look = { ascii: true }

/** A run as text, in ASCII: its events, its timeline, and its results. */
export const runText = (film: Film, columns: number): string =>
  [
    film.trace.length > 0 ? events(film, columns) : '',
    film.trace.length > 0 ? lanes(film, columns) : '',
    results(film, columns),
  ]
    .filter((part) => part !== '')
    .join('\n\n')

const events = (film: Film, columns: number): string => {
  const told = film.trace.flatMap((event, index) => {
    const isNoise =
      event.type === 'task-received' ||
      (event.type === 'task-succeeded' && isStored(film, event.taskId) && isKept(film, event))
    return isNoise ? [] : [eventLine(film, index)]
  })
  const lines = told.flatMap(({ atMs, who, what }) =>
    hang(what, `  ${clock(atMs).padStart(5)} s  ${who.padEnd(10)} `, columns),
  )
  return ['   time    who        what', ...lines].join('\n')
}

const isStored = (film: Film, taskId: string) =>
  film.tasks.get(taskId)?.changes.some(({ children }) => children !== undefined)

const lanes = (film: Film, columns: number): string => {
  const run = stage([film.recording])
  const drawn = timeline(
    {
      stage: run,
      names: [''],
      at: { ...endOf(run), atMs: Number.POSITIVE_INFINITY },
      horizon: endOf(run),
      look,
    },
    columns - 2,
    64,
  )
  return [`             ${rowText(drawn.ticks)}`, ...drawn.lanes.map((lane) => `  ${rowText(lane)}`)].join(
    '\n',
  )
}

const results = (film: Film, columns: number): string => {
  const all = [...resultLines({ film, count: film.trace.length, limit: film.trace.length, look })]
  const lines = all.slice(0, 200)
  const heads = lines.map(({ rails, step, label }) => `${rails}${step}${label === '' ? '' : ` ${label}`}`)
  const names = Math.max(0, ...heads.map(width))
  const told = lines.flatMap((line, index) => {
    const head = `  ${heads[index]!.padEnd(names)}  ${line.state}`
    return line.value === undefined ? [head] : hang(line.value, `${head.padEnd(names + 13)} `, columns)
  })
  const rest = all.length - lines.length
  return [...told, ...(rest > 0 ? [`  ... and ${rest} more`] : [])].join('\n')
}
