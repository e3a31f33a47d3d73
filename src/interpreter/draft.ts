import type { Canvas } from '../canvas/canvas.ts'
import type { Json } from '../canvas/json.ts'
import type { Steps } from '../protocol/steps.ts'

/**
 * A canvas being frozen: a private copy that takes ids in place, as Celery's own freezing does, because a header, its
 * body and the results must see the same ids while they are given out. It never leaves the dispatch that made it.
 */
export interface Draft {
  task: string
  args: readonly Json[]
  kwargs: DraftKwargs
  options: DraftOptions
  subtask_type: Canvas['subtask_type']
  immutable: boolean
}

interface DraftKwargs {
  tasks?: readonly Draft[]
  header?: readonly Draft[] | Draft
  body?: Draft | null
  [name: string]: unknown
}

interface DraftOptions {
  task_id?: string
  root_id?: string
  parent_id?: string
  group_id?: string
  group_index?: number
  reply_to?: string
  chord?: Draft
  chain?: Steps | null
  [option: string]: unknown
}

/** A result handle whose ancestors are still being found. */
export type DraftHandle = DraftTaskHandle | DraftGroupHandle

/** The handle of one task. */
export interface DraftTaskHandle {
  type: 'task'
  id: string
  parent: DraftHandle | null
  ignored?: boolean
}

/** The handle of a group. */
export interface DraftGroupHandle {
  type: 'group'
  id: string
  parent: DraftHandle | null
  results: DraftHandle[]
}

/** Takes a canvas for writing; the caller has just made it, or only reads it. */
export const draftOf = (canvas: Canvas): Draft => canvas as unknown as Draft

/** Gives a draft away; nobody writes to it any more. */
export const canvasOf = (draft: Draft): Canvas => draft as unknown as Canvas

/** A draft's steps or members. */
export const tasksOf = (draft: Draft): readonly Draft[] => draft.kwargs.tasks ?? []
