import type { Canvas } from '../../src/canvas/canvas.ts'
import { canvasGraph, type GraphEdge } from './canvasGraph.ts'

/** Canvases as a graph of Graphviz. */
export const toDot = (canvases: readonly Canvas[]): string => {
  const { nodes, edges } = canvasGraph(canvases)
  return [
    'digraph canvas {',
    '  rankdir=LR',
    '  node [shape=box, style=rounded]',
    ...nodes.map(
      ({ id, label, type }) => `  ${id} [label=${quoted(label)}${type === 'join' ? ', shape=diamond' : ''}]`,
    ),
    ...edges.map(({ from, to, type }) => `  ${from} -> ${to}${looks[type]}`),
    '}',
    '',
  ].join('\n')
}

const looks: Readonly<Record<GraphEdge['type'], string>> = {
  next: '',
  link: ' [style=dashed, label="link"]',
  'link-error': ' [style=dashed, color=red, label="error"]',
}

const quoted = (text: string) =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
