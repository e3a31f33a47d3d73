import type { Canvas } from '../../src/canvas/canvas.ts'
import { linksOf } from '../../src/canvas/compose.ts'
import { partsOf } from '../../src/canvas/walk.ts'
import { labelOf } from '../../src/ui/label.ts'

/** A canvas as nodes and edges, for tools that draw such things. */
export interface CanvasGraph {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

/** A task, or the place where a chord waits for all of its header. */
export interface GraphNode {
  readonly id: string
  readonly label: string
  readonly type: 'task' | 'join'
}

/** What is published when: the next step, a callback, an errback. */
export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly type: 'next' | 'link' | 'link-error'
}

/** Takes canvases apart into one graph. */
export const canvasGraph = (canvases: readonly Canvas[]): CanvasGraph => {
  const nodes: GraphNode[] = []
  const edges: GraphEdge[] = []
  const node = (label: string, type: GraphNode['type']) => {
    const id = `n${nodes.length + 1}`
    nodes.push({ id, label, type })
    return id
  }
  const connect = (from: readonly string[], to: readonly string[], type: GraphEdge['type']) => {
    for (const one of from) for (const other of to) edges.push({ from: one, to: other, type })
  }
  const place = (canvas: Canvas): Ends => {
    const ends = placeParts(canvas)
    for (const link of linksOf(canvas.options.link)) connect(ends.last, place(link).first, 'link')
    for (const link of linksOf(canvas.options.link_error)) connect(ends.last, place(link).first, 'link-error')
    return ends
  }
  const placeAll = (all: readonly Canvas[]): Ends => {
    const ends = all.map(place)
    return { first: ends.flatMap(({ first }) => first), last: ends.flatMap(({ last }) => last) }
  }
  const placeParts = (canvas: Canvas): Ends => {
    const parts = partsOf(canvas)
    switch (parts.type) {
      case 'task': {
        const id = node(taskLabel(canvas), 'task')
        return { first: [id], last: [id] }
      }
      case 'chain': {
        const steps = parts.steps.map(place)
        steps.slice(1).forEach((step, index) => {
          connect(steps[index]!.last, step.first, 'next')
        })
        return { first: steps[0]?.first ?? [], last: steps.at(-1)?.last ?? [] }
      }
      case 'group':
        return placeAll(parts.members)
      case 'chord': {
        const header = placeAll(parts.header)
        const join = node(`${parts.header.length} of ${parts.header.length}`, 'join')
        connect(header.last, [join], 'next')
        if (parts.body === null) return { first: header.first, last: [join] }
        const body = place(parts.body)
        connect([join], body.first, 'next')
        return { first: header.first, last: body.last }
      }
    }
  }
  for (const canvas of canvases) place(canvas)
  return { nodes, edges }
}

interface Ends {
  readonly first: readonly string[]
  readonly last: readonly string[]
}

/** `celery.map` and its like are named after what they run. */
const taskLabel = ({ task, kwargs }: Canvas): string => {
  const inner = (kwargs as { readonly task?: { readonly task?: unknown } }).task?.task
  return typeof inner === 'string' ? `${labelOf(inner)}.${labelOf(task)}` : labelOf(task)
}
