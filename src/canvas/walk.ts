import type { Canvas } from './canvas.ts'
import { linksOf } from './compose.ts'

/** The parts of a canvas, whatever its kind. */
export type Parts =
  | { readonly type: 'task'; readonly id: string | undefined; readonly task: string }
  | { readonly type: 'chain'; readonly steps: readonly Canvas[] }
  | { readonly type: 'group'; readonly id: string | undefined; readonly members: readonly Canvas[] }
  | {
      readonly type: 'chord'
      readonly id: string | undefined
      readonly header: readonly Canvas[]
      readonly body: Canvas | null
    }

/** Takes a canvas apart. */
export const partsOf = (canvas: Canvas): Parts => {
  switch (canvas.subtask_type) {
    case null:
      return { type: 'task', id: canvas.options.task_id, task: canvas.task }
    case 'chain':
      return { type: 'chain', steps: canvas.kwargs.tasks }
    case 'group':
      return { type: 'group', id: canvas.options.task_id, members: canvas.kwargs.tasks }
    case 'chord': {
      const { header, body } = canvas.kwargs
      const own = canvas.options.task_id
      if (isList(header)) return { type: 'chord', id: own, header, body }
      return { type: 'chord', id: header.options.task_id ?? own, header: header.kwargs.tasks, body }
    }
  }
}

const isList = (header: readonly Canvas[] | Canvas): header is readonly Canvas[] => Array.isArray(header)

/** Every plain task in a canvas, in reading order, links included; errbacks only where they are asked for. */
export const tasksOf = function* (
  root: Canvas,
  { errbacks = true } = {},
): Generator<{ id: string | undefined; task: string }> {
  const stack: Canvas[] = [root]
  for (let canvas = stack.pop(); canvas !== undefined; canvas = stack.pop()) {
    const parts = partsOf(canvas)
    const after = [...linksOf(canvas.options.link), ...(errbacks ? linksOf(canvas.options.link_error) : [])]
    for (let index = after.length - 1; index >= 0; index--) stack.push(after[index]!)
    if (parts.type === 'task') yield { id: parts.id, task: parts.task }
    const inside =
      parts.type === 'chain'
        ? parts.steps
        : parts.type === 'group'
          ? parts.members
          : parts.type === 'chord'
            ? parts.header
            : []
    if (parts.type === 'chord' && parts.body !== null) stack.push(parts.body)
    for (let index = inside.length - 1; index >= 0; index--) stack.push(inside[index]!)
  }
}
