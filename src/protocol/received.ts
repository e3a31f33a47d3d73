import type { Canvas } from '../canvas/canvas.ts'
import { headerTasks, rawChain, rawGroup } from '../canvas/compose.ts'
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
      if (tasks === canvas.kwargs.tasks && canvas.args.length === 0 && !canvas.immutable) return canvas
      return canvas.subtask_type === 'chain'
        ? rawChain(tasks, canvas.options)
        : rawGroup(tasks, canvas.options)
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
