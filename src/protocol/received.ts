import type { Canvas } from '../canvas/canvas.ts'
import { fromOptions, headerTasks, rawChain, rawGroup } from '../canvas/compose.ts'
import { isLive } from '../canvas/python.ts'

/**
 * A canvas as it comes out of a message (`Signature.from_dict`): a chain or group has lost its arguments and its
 * immutability, a frozen header is a list again, and a map, starmap or chunks is a plain signature. What is that way
 * already is not copied.
 */
export function received(canvas: Canvas): Canvas {
  switch (canvas.subtask_type) {
    case null:
      return isLive(canvas) ? { ...canvas } : canvas
    case 'chain':
    case 'group': {
      const tasks = receivedAll(canvas.kwargs.tasks)
      const { options, args, immutable } = canvas
      if (tasks === canvas.kwargs.tasks && args.length === 0 && !immutable && options.immutable === undefined)
        return canvas
      return fromOptions(
        canvas.subtask_type === 'chain' ? rawChain(tasks, options) : rawGroup(tasks, options),
      )
    }
    case 'chord': {
      const { body } = canvas.kwargs
      const header = receivedAll(headerTasks(canvas))
      return { ...canvas, kwargs: { ...canvas.kwargs, header, body: body && received(body) } }
    }
  }
}

function receivedAll(canvases: readonly Canvas[]): readonly Canvas[] {
  let changed = false
  const all = canvases.map((canvas) => {
    const own = received(canvas)
    changed ||= own !== canvas
    return own
  })
  return changed ? all : canvases
}
