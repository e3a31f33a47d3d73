import type { Canvas } from '../../src/canvas/canvas.ts'
import { canvasGraph, type GraphEdge } from './canvasGraph.ts'

/** Canvases as a flowchart of Mermaid. */
export const toMermaid = (canvases: readonly Canvas[]): string => {
  const { nodes, edges } = canvasGraph(canvases)
  return [
    'flowchart LR',
    ...nodes.map(
      ({ id, label, type }) =>
        `  ${id}${type === 'join' ? `{{"${quoted(label)}"}}` : `["${quoted(label)}"]`}`,
    ),
    ...edges.map(({ from, to, type }) => `  ${from} ${arrows[type]} ${to}`),
    '',
  ].join('\n')
}

const arrows: Readonly<Record<GraphEdge['type'], string>> = {
  next: '-->',
  link: '-.->|link|',
  'link-error': '-.->|error|',
}

/** Mermaid knows entities by number in its quoted texts. */
const quoted = (text: string) => text.replace(/["#&<>;`\\]/g, (sign) => `#${sign.charCodeAt(0)};`)
