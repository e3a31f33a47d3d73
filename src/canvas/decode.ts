import type { Canvas, ChordCanvas, Options } from './canvas.ts'
import { rawChain, rawGroup, taskCanvas } from './compose.ts'
import type { JsonObject } from './json.ts'

/** A value that is not a canvas: where in it, what was expected there, and what came. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError'
  readonly path: string
  readonly expected: string
  readonly got: unknown

  constructor(path: string, expected: string, got: unknown) {
    super(
      `${path}: expected ${expected}, got ${describe(got)}; a canvas is Celery's dict {task, args, kwargs, options, ...}`,
    )
    this.path = path
    this.expected = expected
    this.got = got
  }
}

/**
 * Reads Celery's dict back (`Signature.from_dict`): keys that may be absent are filled, and as in Celery a chain or
 * group keeps only its tasks and options. Throws `DecodeError` for anything that is not a canvas.
 */
export function decodeCanvas(value: unknown, path = 'canvas'): Canvas {
  const dict = object(value, path)
  const task = dict.task
  if (typeof task !== 'string') throw new DecodeError(`${path}.task`, "a task's name", task)
  const options = links(
    dict.options === undefined ? {} : object(dict.options, `${path}.options`),
    `${path}.options`,
  )
  const kwargs = dict.kwargs === undefined ? {} : object(dict.kwargs, `${path}.kwargs`)
  switch (dict.subtask_type ?? null) {
    case null:
      return taskCanvas(task, {
        args: list(dict.args ?? [], `${path}.args`) as JsonObject[],
        kwargs: kwargs as JsonObject,
        options,
        immutable: flag(dict.immutable, `${path}.immutable`),
      })
    case 'chain':
      return rawChain(canvases(kwargs.tasks, `${path}.kwargs.tasks`), options)
    case 'group':
      return rawGroup(canvases(kwargs.tasks, `${path}.kwargs.tasks`), options)
    case 'chord':
      return decodeChord(dict, kwargs, options, path)
    default:
      throw new DecodeError(`${path}.subtask_type`, 'null, "chain", "group" or "chord"', dict.subtask_type)
  }
}

function decodeChord(dict: Dict, kwargs: Dict, options: Options, path: string): ChordCanvas {
  const { header, body, kwargs: partial = {}, ...rest } = kwargs
  const at = `${path}.kwargs.header`
  return {
    task: dict.task as string,
    args: list(dict.args ?? [], `${path}.args`) as JsonObject[],
    kwargs: {
      ...(rest as object),
      kwargs: object(partial, `${path}.kwargs.kwargs`) as JsonObject,
      header: Array.isArray(header)
        ? canvases(header, at)
        : canvases(object(object(header, at).kwargs, at).tasks, at),
      body: body === null || body === undefined ? null : decodeCanvas(body, `${path}.kwargs.body`),
    },
    options,
    subtask_type: 'chord',
    immutable: flag(dict.immutable, `${path}.immutable`),
  }
}

type Dict = { readonly [key: string]: unknown }

function links(options: Dict, path: string): Options {
  const read: Record<string, unknown> = { ...options }
  for (const key of ['link', 'link_error'] as const) {
    const value = options[key]
    if (Array.isArray(value)) read[key] = canvases(value, `${path}.${key}`)
    else if (value !== undefined && value !== null) read[key] = decodeCanvas(value, `${path}.${key}`)
  }
  return read
}

const canvases = (value: unknown, path: string): Canvas[] =>
  list(value, path).map((item, index) => decodeCanvas(item, `${path}[${index}]`))

function object(value: unknown, path: string): Dict {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new DecodeError(path, 'an object', value)
  return value as Dict
}

function list(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new DecodeError(path, 'a list', value)
  return value
}

function flag(value: unknown, path: string): boolean {
  if (value !== undefined && typeof value !== 'boolean') throw new DecodeError(path, 'true or false', value)
  return value ?? false
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
