import fc from 'fast-check'
import type { Canvas, Options } from '../../src/canvas/canvas.ts'
import {
  chainOf,
  chordOf,
  groupOf,
  headerTasks,
  link,
  linkError,
  setOptions,
  taskCanvas,
} from '../../src/canvas/compose.ts'
import { FAILERS, GIVERS, LOSERS } from './vocabulary.ts'

/** Which tasks a random canvas is made of, and whether its tasks carry options and links. */
export interface Ingredients {
  /** Tasks that raise. */
  readonly failing?: boolean
  /** Tasks that end without a result: Ignore, Reject, unknown by name, ignore_result. */
  readonly losing?: boolean
  readonly options?: boolean
}

/** Canvases of the vocabulary, up to three levels deep. */
export function anyCanvas({
  failing = false,
  losing = false,
  options = true,
}: Ingredients = {}): fc.Arbitrary<Canvas> {
  const name = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...GIVERS) },
    { weight: failing ? 2 : 0, arbitrary: fc.constantFrom(...FAILERS) },
    { weight: losing ? 1 : 0, arbitrary: fc.constantFrom(...LOSERS) },
  )
  const task: fc.Arbitrary<Canvas> = fc
    .record({ name, immutable: fc.boolean(), arg: fc.option(fc.nat(9)) })
    .map(({ name, immutable, arg }) =>
      taskCanvas(name, { args: arg === null || !immutable ? [] : [arg], immutable }),
    )
  const leaf = options ? fc.tuple(task, anyOptions, anyLinks).map(decorated) : task
  return fc.letrec<{ canvas: Canvas }>((tie) => {
    const part = tie('canvas')
    const parts = fc.array(part, { minLength: 1, maxLength: 3 })
    return {
      canvas: fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        { weight: 5, arbitrary: leaf },
        {
          weight: 3,
          arbitrary: fc.array(part, { minLength: 2, maxLength: 3 }).map((steps) => chainOf(steps)),
        },
        { weight: 2, arbitrary: parts.map((members) => groupOf(members)) },
        { weight: 2, arbitrary: fc.tuple(parts, part).map(([header, body]) => chordOf(header, body)) },
      ),
    }
  }).canvas
}

const anyOptions: fc.Arbitrary<Options> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.record({ countdown: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ priority: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ time_limit: fc.integer({ min: 1, max: 3 }) }) },
)

const anyLinks = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant({ callback: taskCanvas('add') }) },
  { weight: 1, arbitrary: fc.constantFrom('told', 'heard').map((name) => ({ errback: taskCanvas(name) })) },
) as fc.Arbitrary<{ callback?: Canvas; errback?: Canvas }>

function decorated([task, options, { callback, errback }]: [
  Canvas,
  Options,
  { callback?: Canvas; errback?: Canvas },
]): Canvas {
  const plain = setOptions(task, options)
  const linked = callback ? link(plain, callback) : plain
  return errback ? linkError(linked, errback) : linked
}

/**
 * Whether a chord's header has a member whose result is a list of results. A worker process then waits inside for what
 * the header has not yet given (redis.py, `join`), and with as many processes as such chords nobody gives it.
 */
export function joinsInWorker(canvas: Canvas): boolean {
  if (canvas.subtask_type === null) return false
  if (canvas.subtask_type !== 'chord') {
    const { tasks } = canvas.kwargs
    // A group before a step is the header of a chord.
    const isHeader = canvas.subtask_type === 'chain' && tasks.slice(0, -1).some(givesList)
    return isHeader || tasks.some(joinsInWorker)
  }
  const members = headerTasks(canvas)
  const { body } = canvas.kwargs
  return members.some(givesList) || members.some(joinsInWorker) || (body !== null && joinsInWorker(body))
}

/** Whether a member's result is one of a group; nested groups are members of the header themselves. */
const givesList = (canvas: Canvas): boolean =>
  canvas.subtask_type === 'group' ? canvas.kwargs.tasks.some(givesList) : endsInGroup(canvas)

function endsInGroup(canvas: Canvas): boolean {
  if (canvas.subtask_type === 'group') return true
  if (canvas.subtask_type === 'chain') return canvas.kwargs.tasks.slice(-1).some(endsInGroup)
  return canvas.subtask_type === 'chord' && canvas.kwargs.body !== null && endsInGroup(canvas.kwargs.body)
}
