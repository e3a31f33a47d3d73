import type { ProgramRun } from '../../src/program/programRun.ts'
import { sentCanvases } from './sentCanvases.ts'

/** What is exported: a program, and its run. */
export interface Exported {
  /** The name of the program's file. */
  readonly name: string
  readonly text: string
  readonly ran: ProgramRun
}

/** A form in which a program or its run can be handed on. */
export interface Format {
  readonly name: string
  /** The end of the file's name. */
  readonly extension: string
  readonly says: string
  write(exported: Exported): Promise<string>
}

/** Every form there is. What writes one is loaded when it is asked for. */
export const formats: readonly Format[] = [
  {
    name: 'typescript',
    extension: '.ts',
    says: 'the text itself',
    write: async ({ text }) => text,
  },
  {
    name: 'python',
    extension: '.py',
    says: 'a module that sends the same with Celery',
    write: async ({ name, ran }) => (await import('./toPython.ts')).toPython(name, sentCanvases(ran), ran),
  },
  {
    name: 'json',
    extension: '.json',
    says: "the canvases as Celery's JSON",
    write: async ({ ran }) => (await import('./toCeleryJson.ts')).toCeleryJson(sentCanvases(ran)),
  },
  {
    name: 'mermaid',
    extension: '.mmd',
    says: 'the graph, for Mermaid',
    write: async ({ ran }) =>
      (await import('./toMermaid.ts')).toMermaid(sentCanvases(ran).map(({ canvas }) => canvas)),
  },
  {
    name: 'dot',
    extension: '.dot',
    says: 'the graph, for Graphviz',
    write: async ({ ran }) =>
      (await import('./toDot.ts')).toDot(sentCanvases(ran).map(({ canvas }) => canvas)),
  },
  {
    name: 'svg',
    extension: '.svg',
    says: 'a picture of the run: graph, timeline and results',
    write: async ({ name, ran }) => {
      const [{ picture }, { runFrame }, { colorTheme }, { loadWidths }] = await Promise.all([
        import('../../src/ui/picture.ts'),
        import('../../src/ui/runFrame.ts'),
        import('../../src/ui/theme.ts'),
        import('../../src/ui/width.ts'),
      ])
      await loadWidths()
      return picture(runFrame(ran, 120, { ascii: false }), colorTheme, name)
    },
  },
  {
    name: 'chrome',
    extension: '.trace.json',
    says: 'the run, for Perfetto and chrome://tracing',
    write: async ({ ran }) => (await import('./toChromeTrace.ts')).toChromeTrace(ran),
  },
]
