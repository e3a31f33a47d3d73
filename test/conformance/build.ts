import { chunksOf, taskCanvas } from '../../src/canvas/compose.ts'
import type { Json, JsonObject } from '../../src/canvas/json.ts'
import { wrap } from '../../src/canvas/signature.ts'
import type { Expression } from './cases.ts'
import { visitors } from './visitors.ts'
import { type AnyCanvas, type AnyTask, untyped } from './words.ts'

/** The canvas that an expression says, made with the public words. */
export function build([operator, ...rest]: Expression, tasks: Readonly<Record<string, AnyTask>>): AnyCanvas {
  const canvases = () => rest.map((each) => build(each as unknown as Expression, tasks))
  const task = () => tasks[rest[0] as string]!
  switch (operator) {
    case 'sig':
    case 'si': {
      const [, args = [], kwargs = {}, options = {}] = rest as unknown as SignatureParts
      return task()
        .signature({ args, kwargs, immutable: operator === 'si' })
        .set(camelCase(options))
    }
    case 'chain':
      return untyped.chain(...canvases())
    case 'group':
      return untyped.group(...canvases())
    case 'chord': {
      const [header, body] = canvases()
      return untyped.chord(header!, body!)
    }
    case '|': {
      const [left, right] = canvases()
      return left!.pipe(right!)
    }
    case 'link': {
      const [canvas, callback] = canvases()
      return canvas!.link(callback!)
    }
    case 'link_error': {
      const [canvas, errback] = canvases()
      return canvas!.linkError(errback!)
    }
    case 'map':
      return task().map(rest[1]!)
    case 'starmap':
      return task().starmap(rest[1]!)
    case 'chunks':
      // The word for it makes something that fits in no canvas, as Celery would lose it there; Python lets it be.
      return wrap(null, chunksOf(taskCanvas(rest[0] as string), rest[1] as Json[][], rest[2] as number))
    case 'stamp': {
      const [, stamps, visitor, appendStamps] = rest as unknown as StampParts
      return build(rest[0] as unknown as Expression, tasks).stamp(stamps, {
        appendStamps,
        ...(visitor && { visitor: visitors[visitor]! }),
      })
    }
    default:
      throw new TypeError(`there is no operator ${operator} in the grammar of the cases`)
  }
}

type SignatureParts = readonly [
  task: string,
  args?: readonly Json[],
  kwargs?: JsonObject,
  options?: JsonObject,
]

type StampParts = readonly [
  canvas: Expression,
  stamps: JsonObject,
  visitor: string | null,
  appendStamps: boolean,
]

/** Options as the words spell them: `time_limit` is `timeLimit`. */
const camelCase = (options: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  )
