import type { Canvas, Options } from '../../src/canvas/canvas.ts'

/** What sending writes into a canvas: ids, and where each part reports. A canvas that is to be sent anew has none of it. */
const sendings = new Set([
  'task_id',
  'root_id',
  'parent_id',
  'group_id',
  'group_index',
  'reply_to',
  'chord',
  'replaced_task_nesting',
])

/** A canvas as it was before it was sent. */
export const bareCanvas = (canvas: Canvas): Canvas =>
  ({
    ...canvas,
    options: bareOptions(canvas.options),
    kwargs: Object.fromEntries(
      Object.entries(canvas.kwargs).map(([name, value]) => [name, bareValue(value)]),
    ),
  }) as Canvas

const bareOptions = (options: Options): Options =>
  Object.fromEntries(
    Object.entries(options)
      .filter(([name]) => !sendings.has(name))
      .map(([name, value]) => [name, bareValue(value)]),
  )

/** Canvases stand in the options and the keyword arguments of others, alone and in lists. */
const bareValue = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(bareValue)
  return isCanvas(value) ? bareCanvas(value) : value
}

/** Is this a canvas, by Celery's own mark? */
export const isCanvas = (value: unknown): value is Canvas =>
  typeof value === 'object' &&
  value !== null &&
  'subtask_type' in value &&
  'task' in value &&
  'options' in value
