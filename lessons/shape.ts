import type { Canvas } from '../src/canvas/canvas.ts'
import { linksOf } from '../src/canvas/compose.ts'
import { partsOf } from '../src/canvas/walk.ts'
import type { Trace } from '../src/runtime/trace.ts'
import { labelOf } from '../src/ui/label.ts'

/** What the client sent, as graphs without ids and arguments: two runs that draw the same have the same shapes. */
export const shapesOf = (trace: Trace): readonly string[] =>
  trace.flatMap((event) =>
    event.type === 'canvas-applied' && event.by.type === 'client' ? [shapeOf(event.canvas)] : [],
  )

const shapeOf = (canvas: Canvas): string => {
  const { link, link_error } = canvas.options
  const hung = [
    ...linksOf(link).map((one) => ` .. ${shapeOf(one)}`),
    ...linksOf(link_error).map((one) => ` x ${shapeOf(one)}`),
  ]
  return bareShape(canvas) + hung.join('')
}

const bareShape = (canvas: Canvas): string => {
  const parts = partsOf(canvas)
  switch (parts.type) {
    case 'task':
      return labelOf(parts.task)
    case 'chain':
      return `(${parts.steps.map(shapeOf).join(' > ')})`
    case 'group':
      return `[${parts.members.map(shapeOf).join(', ')}]`
    case 'chord':
      return `([${parts.header.map(shapeOf).join(', ')}] >> ${parts.body === null ? '' : shapeOf(parts.body)})`
  }
}
