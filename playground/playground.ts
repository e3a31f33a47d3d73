import { type Editor, openEditor } from '../src/ui/editor/editor.ts'
import { noRuns, type RunState } from './run/runState.ts'
import { type PlayWorld, playWorld } from './run/world.ts'
import { noTypes, type TypesState } from './types/typesState.ts'

/** What covers the screen: the playground itself, or something that is left with Esc. */
export type Cover = 'none' | 'keys' | 'type'

/** The views of a run that can fill the screen, in the order Tab turns them. */
export const panes = ['timeline', 'graph', 'results', 'events', 'detail'] as const

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
  readonly scroll: number
  /** What was last done, or could not be; gone with the next key. */
  readonly note: Note | null
  readonly done: boolean
}

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
}

/** A playground at the start of a text. */
export const playground = ({ text, world = playWorld, ...opened }: Opened): Playground => {
  const editor = openEditor(text)
  return {
    ...opened,
    editor,
    types: noTypes,
    world,
    runs: noRuns,
    focus: 'editor',
    field: 0,
    pane: null,
    savedVersion: editor.version,
    cover: 'none',
    scroll: 0,
    note: null,
    done: false,
  }
}

/** Is there text that stands in no file? */
export const isUnsaved = ({ editor, savedVersion }: Playground): boolean => editor.version !== savedVersion

/** Is the run on screen that of another text, or of another world? */
export const isStale = ({ runs, editor, world }: Playground): boolean =>
  runs.shown !== null && (runs.shown.version !== editor.version || runs.shown.world !== world)
