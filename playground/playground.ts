import { type Editor, openEditor, replace } from '../src/ui/editor/editor.ts'
import type { Exported } from './export/formats.ts'
import type { Draft } from './keep/drafts.ts'
import type { Example } from './keep/examples.ts'
import type { Prompt } from './keep/prompt.ts'
import { noRuns, type RunState } from './run/runState.ts'
import { type PlayWorld, playWorld } from './run/world.ts'
import { noTypes, type TypesState } from './types/typesState.ts'

/** What covers the screen: the playground itself, or something that is left with Esc. */
export type Cover = 'none' | 'keys' | 'type' | 'lessons' | 'export'

/** The views of a run that can fill the screen, in the order Tab turns them. */
export const panes = ['timeline', 'graph', 'results', 'events', 'detail', 'message', 'edges'] as const

/** One of them. */
export type Pane = (typeof panes)[number]

/** Everything the playground's screen is drawn from. */
export interface Playground {
  readonly columns: number
  readonly rows: number
  /** Glide between events, or jump. */
  readonly motion: boolean
  /** The name of what is edited, and the file it is kept in once it has one. */
  readonly name: string
  readonly path: string | null
  /** The version of the text that stands in the file. */
  readonly savedVersion: number
  readonly editor: Editor
  readonly types: TypesState
  readonly world: PlayWorld
  readonly runs: RunState
  /** Keys go to the text, to the run, or to the panel of the world. */
  readonly focus: 'editor' | 'run' | 'world'
  /** Which line of the panel is chosen. */
  readonly field: number
  /** The view of the run that fills the screen. */
  readonly pane: Pane | null
  readonly cover: Cover
  /** What is typed below the screen. */
  readonly prompt: Prompt | null
  /** What is being written to a file, or read from one. */
  readonly saving: Saving | null
  readonly opening: Opening | null
  readonly writing: Writing | null
  /** The programs of the lessons, once they were asked for. */
  readonly examples: readonly Example[] | null
  readonly list: { readonly query: string; readonly selected: number }
  readonly scroll: number
  /** What was last done, or could not be; gone with the next key. */
  readonly note: Note | null
  readonly done: boolean
}

/** A text on its way to a file. */
export interface Saving {
  readonly path: string
  readonly text: string
  readonly version: number
}

/** An export on its way to a file. */
export interface Writing extends Exported {
  readonly format: string
  readonly path: string
}

/** A file that is being read, or a program of a lesson, of which there may be a newer text. */
export type Opening = { readonly path: string } | { readonly example: Example }

/** A sentence in the line above the keys. */
export interface Note {
  readonly says: string
  readonly isBad: boolean
}

/** What the playground is opened with. */
export interface Opened {
  readonly columns: number
  readonly rows: number
  readonly motion: boolean
  readonly name: string
  readonly path: string | null
  readonly text: string
  readonly world?: PlayWorld
  /** What was written last and not saved. */
  readonly draft?: Draft | null
}

const wholeOf = ({ lines }: Editor) => ({
  from: { line: 0, offset: 0 },
  to: { line: lines.length - 1, offset: lines.at(-1)!.length },
})

const startOfText = { caret: { line: 0, offset: 0 }, anchor: null }

const whenOf = ({ keptAt }: Draft) => keptAt.slice(0, 16).replace('T', ' ')

/** A playground at the start of a text. */
export const playground = ({
  text,
  path,
  world = playWorld,
  draft = null,
  ...opened
}: Opened): Playground => {
  const inFile = openEditor(text)
  // A text that was not saved is back, and undo leads to what the file has.
  const editor =
    draft === null || draft.text === text
      ? inFile
      : replace(inFile, wholeOf(inFile), draft.text, { select: startOfText })
  return {
    ...opened,
    path,
    editor,
    types: noTypes,
    world,
    runs: noRuns,
    focus: 'editor',
    field: 0,
    pane: null,
    savedVersion: path === null && draft === null ? editor.version : inFile.version,
    prompt: null,
    saving: null,
    opening: null,
    writing: null,
    examples: null,
    list: { query: '', selected: 0 },
    cover: 'none',
    scroll: 0,
    note:
      editor === inFile
        ? null
        : {
            says: `The text of ${whenOf(draft!)} that was not saved is back; ^U takes it away again.`,
            isBad: false,
          },
    done: false,
  }
}

/** Is there text that stands in no file? */
export const isUnsaved = ({ editor, savedVersion }: Playground): boolean => editor.version !== savedVersion

/** Is the run on screen that of another text, or of another world? */
export const isStale = ({ runs, editor, world }: Playground): boolean =>
  runs.shown !== null && (runs.shown.version !== editor.version || runs.shown.world !== world)
