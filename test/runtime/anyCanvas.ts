import fc from 'fast-check'
import type { Canvas, Options } from '../../src/canvas/canvas.ts'
import {
  chainOf,
  chordOf,
  groupOf,
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

/** Every task's name in a canvas, of its links too. */
export function tasksIn(canvas: Canvas): readonly string[] {
  switch (canvas.subtask_type) {
    case null:
      return [canvas.task]
    case 'chain':
    case 'group':
      return canvas.kwargs.tasks.flatMap(tasksIn)
    case 'chord': {
      const { header, body } = canvas.kwargs
      const members = 'subtask_type' in header ? header.kwargs.tasks : header
      return [...members.flatMap(tasksIn), ...(body ? tasksIn(body) : [])]
    }
  }
}
