import { Graphviz } from '@hpcc-js/wasm-graphviz'
import { Window } from 'happy-dom'
import { beforeAll, describe, expect, test } from 'vitest'
import { canvasGraph } from '../../../playground/export/canvasGraph.ts'
import { toChromeTrace } from '../../../playground/export/toChromeTrace.ts'
import { toDot } from '../../../playground/export/toDot.ts'
import { toMermaid } from '../../../playground/export/toMermaid.ts'
import type { Canvas } from '../../../src/canvas/canvas.ts'
import { chainOf, chordOf, chordRecording, groupOf, manyRecording, task } from '../../ui/recordings.ts'

const hostile = 'bank.say_"hi"; <b>]}#&`\\ --> end'
const canvases: readonly Canvas[] = [
  chainOf(task('a', 'bank.send_sms'), groupOf('g', task('b', 'x'), task('c', 'y')), task('d', 'bank.total')),
  chordOf('h', [task('e', 'one'), task('f', 'two')], task('g', 'body')),
  task('l', hostile, { link: [task('m', 'next')], link_error: [task('n', 'mail')] }),
  groupOf('empty'),
]

describe('the graph of canvases', () => {
  test('has a node for each task, a place where a chord waits, and an edge for each way on', () => {
    const { nodes, edges } = canvasGraph([canvases[1]!, canvases[2]!])
    expect(nodes.map(({ label }) => label).slice(0, 4)).toEqual(['one', 'two', '2 of 2', 'body'])
    const byId = new Map(nodes.map(({ id, label }) => [id, label]))
    expect(
      edges.map(({ from, to, type }) => `${byId.get(from)} ${type} ${byId.get(to)}`).slice(0, 3),
    ).toEqual(['one next 2 of 2', 'two next 2 of 2', '2 of 2 next body'])
    expect(edges.slice(3).map(({ type }) => type)).toEqual(['link', 'link-error'])
  })
})

describe('Graphviz', () => {
  let graphviz: Graphviz
  beforeAll(async () => {
    graphviz = await Graphviz.load()
  })

  test('reads every graph, and has the nodes and edges that were meant', () => {
    for (const each of [canvases, [], ...canvases.map((one) => [one])]) {
      const { nodes, edges } = canvasGraph(each)
      const drawn = JSON.parse(graphviz.dot(toDot(each), 'json')) as {
        objects?: unknown[]
        edges?: unknown[]
      }
      expect([drawn.objects?.length ?? 0, drawn.edges?.length ?? 0]).toEqual([nodes.length, edges.length])
    }
  })

  test('refuses what is no graph', () => {
    expect(() => graphviz.dot('digraph { a -> ')).toThrow(/syntax/)
  })
})

describe('Mermaid', () => {
  beforeAll(() => {
    // Mermaid cleans its labels with the DOM of a page.
    const window = new Window()
    Object.assign(globalThis, { window, document: window.document, Element: window.Element })
  })

  test('reads every graph', async () => {
    const { default: mermaid } = await import('mermaid')
    for (const each of [canvases, ...canvases.slice(0, 3).map((one) => [one])])
      expect(await mermaid.parse(toMermaid(each))).toMatchObject({ diagramType: 'flowchart-v2' })
    await expect(mermaid.parse('flowchart LR\n  n1["a" -->\n')).rejects.toThrow(/Parse error/)
  })
})

describe('a trace for Perfetto', () => {
  const eventsOf = (recording: Parameters<typeof toChromeTrace>[0]) =>
    (JSON.parse(toChromeTrace(recording)) as { traceEvents: Record<string, unknown>[] }).traceEvents

  test('has a slice for each run of a task, on its worker and process, in microseconds', () => {
    const slices = eventsOf(chordRecording()).filter(({ ph, cat }) => ph === 'X' && cat === 'task')
    expect(slices.map(({ name, pid, ts, dur }) => [name, pid, ts, dur])).toEqual([
      ['sendSms', 1, 80_000, 1_840_000],
      ['sendWhatsapp', 2, 110_000, 2_870_000],
      ['countSms', 3, 3_050_000, 450_000],
      ['countWhatsapp', 4, 3_060_000, 540_000],
    ])
  })

  test('every flow that begins ends, and slices of one lane do not overlap', () => {
    const events = eventsOf(manyRecording(300))
    const flows = (ph: string) => events.filter((one) => one.ph === ph).map(({ id }) => id)
    expect(flows('s')).toEqual(flows('f'))
    expect(flows('s')).toHaveLength(300)
    const ends = new Map<string, number>()
    for (const { ph, pid, tid, ts, dur } of events) {
      if (ph !== 'X' || pid === 0) continue
      expect(ts as number).toBeGreaterThanOrEqual(ends.get(`${pid}.${tid}`) ?? 0)
      ends.set(`${pid}.${tid}`, (ts as number) + (dur as number))
    }
  })
})
