import { IncompleteStream } from './exceptions.ts'
import type { AnyResult } from './result.ts'

/** Which result started which, from one result down. */
export interface ResultGraph {
  /** The ids of the results that each has started, by its id, breadth first. */
  readonly adjacent: ReadonlyMap<string, readonly string[]>
  /** In the DOT language of Graphviz, as Celery draws it. A result is called by its id, unless `label` says otherwise. */
  toDot(label?: (id: string) => string): string
}

/**
 * `build_graph`: over children, never up, so that it ends at a chord's header (result.py). Throws `IncompleteStream` at a
 * result that is not ready, unless `intermediate`.
 */
export async function graphOf(root: AnyResult, intermediate: boolean): Promise<ResultGraph> {
  const adjacent = new Map<string, string[]>([[root.id, []]])
  const nodes = [root]
  for (const node of nodes) {
    if (!(await node.ready())) {
      if (intermediate) continue
      throw new IncompleteStream(
        `${node.id} is not ready: wait with get() first, or ask for graph({ intermediate: true })`,
      )
    }
    const children = await node.children()
    adjacent.get(node.id)!.push(...children.map(({ id }) => id))
    for (const child of children) if (!adjacent.has(child.id)) adjacent.set(child.id, [])
    nodes.push(...children)
  }
  return { adjacent, toDot: (label = (id) => id) => dotOf(root.id, adjacent, label) }
}

/** `GraphFormatter`: nodes in the order they are come by, those that have started nothing in a lighter green. */
function dotOf(
  root: string,
  adjacent: ReadonlyMap<string, readonly string[]>,
  label: (id: string) => string,
): string {
  const name = (id: string): string => `"${label(id).replaceAll('"', '\\"')}"`
  const lines: string[] = []
  for (const [id, started] of adjacent) {
    lines.push(`${name(id)} [${attributes(started.length > 0 ? NODE : LEAF)}]`)
    for (const child of started) lines.push(`${name(id)} -> ${name(child)} [${attributes(EDGE)}]`)
  }
  const head = `graph [${attributes({ bgcolor: 'mintcream', root: label(root) })}]`
  return `digraph dependencies {\n${[head, ...lines].map((line) => `    ${line}\n`).join('')}}\n`
}

const SHAPE = { shape: 'oval', arrowhead: 'vee', style: 'filled', fontname: 'HelveticaNeue' }
const NODE = { fillcolor: 'palegreen3', color: 'palegreen4' }
const LEAF = { fillcolor: 'palegreen1', color: 'palegreen2' }
const EDGE = { color: 'darkseagreen4', arrowcolor: 'black', arrowsize: '0.7' }

const attributes = (more: { readonly [name: string]: string }): string =>
  Object.entries({ ...SHAPE, ...more })
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')
