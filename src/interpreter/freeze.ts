import type { Canvas, TaskCanvas } from '../canvas/canvas.ts'
import { cloneWith, headerOf, linkError, rawChord, rawGroup, unrollGroup } from '../canvas/compose.ts'
import { CeleryError } from '../canvas/exceptions.ts'
import type { Json, JsonObject } from '../canvas/json.ts'
import { isLive } from '../canvas/python.ts'
import { ensureChordsAllowed } from './chordSupport.ts'
import type { Dispatch } from './context.ts'
import { canvasOf, type Draft, type DraftGroupHandle, type DraftHandle, draftOf, tasksOf } from './draft.ts'

/** The ids a canvas is frozen with. What it has already, it keeps. */
export interface Place {
  readonly id?: string | undefined
  readonly groupId?: string | undefined
  readonly chord?: Draft | undefined
  readonly rootId?: string | undefined
  readonly parentId?: string | undefined
  readonly groupIndex?: number | undefined
}

/** Gives ids to a draft and everything in it (canvas.py, `freeze` of each class); what comes back is its result. */
export function freeze(draft: Draft, place: Place, dispatch: Dispatch): DraftHandle {
  switch (draft.subtask_type) {
    case null:
      return freezeTask(draft, place, dispatch)
    case 'chain': {
      const steps = { args: draft.args, kwargs: {}, steps: tasksOf(draft), clone: false, place }
      const { results } = prepareSteps(steps, dispatch)
      if (place.id) draft.options.task_id = place.id
      if (!results[0]) throw new TypeError('an empty chain cannot be frozen: give it a step')
      return results[0]
    }
    case 'group':
      return freezeGroup(draft, place, dispatch)
    case 'chord':
      return freezeChord(draft, place, dispatch)
  }
}

/** Freezes a group: nested groups are unrolled into it, which reverses them (`_freeze_unroll`). */
export function freezeGroup(draft: Draft, place: Place, dispatch: Dispatch): DraftGroupHandle {
  const { options } = draft
  options.task_id ??= place.groupId ?? dispatch.newId()
  if (place.groupId) options.group_id = place.groupId
  if (place.chord) options.chord = place.chord
  if (place.groupIndex !== undefined) options.group_index = place.groupIndex
  if (place.rootId) options.root_id ??= place.rootId
  if (place.parentId) options.parent_id ??= place.parentId
  // A stack with its top at the end stands for Celery's deque: `extendleft` of a group's members puts the last on top.
  const stack = [...tasksOf(draft)].reverse()
  const members: Draft[] = []
  const results: DraftHandle[] = []
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (next.subtask_type === 'group') {
      for (const inner of tasksOf(next)) stack.push(inner)
    } else {
      const inner = {
        groupId: place.groupId,
        chord: place.chord,
        rootId: options.root_id,
        parentId: options.parent_id,
        groupIndex: members.length,
      }
      const { member, result } = freezeMember(canvasOf(next), inner, dispatch)
      results.push(result)
      members.push(member)
    }
  }
  draft.kwargs = { tasks: members }
  return { type: 'group', id: options.task_id, parent: null, results }
}

/** Freezes a copy of a member; one that has its ids already is not copied. */
export function freezeMember(
  canvas: Canvas,
  place: Place,
  dispatch: Dispatch,
): { readonly member: Draft; readonly result: DraftHandle } {
  if (canvas.subtask_type === null && isFrozen(canvas, place))
    return { member: draftOf(canvas), result: { type: 'task', id: canvas.options.task_id!, parent: null } }
  const member = draftOf(cloneWith(canvas))
  return { member, result: freeze(member, place, dispatch) }
}

/** What a chain is made ready with: partial arguments for its first step, ids for its last. */
export interface Preparation {
  readonly args: readonly Json[]
  readonly kwargs: JsonObject
  readonly steps: readonly Draft[]
  /** Whether to work on copies of the steps. */
  readonly clone: boolean
  readonly place: Place
  readonly errbacks?: readonly Canvas[]
}

/**
 * Unpacks a chain into the messages it will send (`prepare_steps`): inner chains are spliced in, a group before a step
 * becomes a chord, every step gets its id and every result its parent. Both lists have the last step first.
 */
export function prepareSteps(
  preparation: Preparation,
  dispatch: Dispatch,
): { tasks: Draft[]; results: DraftHandle[] } {
  const { args, kwargs, clone, place, errbacks = [] } = preparation
  const waiting = [...preparation.steps]
  const tasks: Draft[] = []
  const results: DraftHandle[] = []
  let after: Draft | undefined
  let afterResult: DraftHandle | undefined
  const { parentId: _, ...last } = place
  let isLast = true
  for (let step = waiting.pop(); step; step = waiting.pop()) {
    const isFirst = waiting.length === 0
    let task = draftOf(unrollGroup(canvasOf(step)))
    if (clone) task = draftOf(cloneWith(canvasOf(task), isFirst ? { args, kwargs } : {}))
    else if (isFirst && args.length > 0) task.args = [...args, ...task.args]
    if (task.subtask_type === 'chain') {
      waiting.push(...tasksOf(task))
      continue
    }
    if (task.subtask_type === 'group' && after) {
      tasks.pop()
      results.pop()
      const options = {
        ...(afterResult?.type === 'task' && { task_id: afterResult.id }),
        ...(place.rootId && { root_id: place.rootId }),
      }
      task = draftOf(rawChord(headerOf(canvasOf(task)), canvasOf(after), options))
      after = tasks.at(-1)
      afterResult = results.at(-1)
    }
    const result = freeze(task, isLast ? last : { rootId: place.rootId }, dispatch)
    isLast = false
    if (after && afterResult && !afterResult.parent) afterResult.parent = result
    for (const errback of errbacks)
      task = draftOf(linkError(canvasOf(task), errback, dispatch.errbacksOnHeader))
    tasks.push(task)
    results.push(result)
    // An empty group is nothing to Python: `if prev_task` skips it.
    after = isEmptyGroup(task) ? undefined : task
    afterResult = result
    if (task.subtask_type === 'chord') {
      ensureChordsAllowed(dispatch)
      afterResult = rootOf(result)
    }
  }
  return { tasks, results }
}

function freezeTask(draft: Draft, place: Place, dispatch: Dispatch): DraftHandle {
  const { options } = draft
  options.task_id ??= place.id ?? dispatch.newId()
  if (place.rootId) options.root_id = place.rootId
  if (place.parentId) options.parent_id = place.parentId
  options.reply_to ??= dispatch.replyTo
  if (place.groupId) options.group_id ??= place.groupId
  if (place.chord) options.chord = place.chord
  if (place.groupIndex !== undefined) options.group_index = place.groupIndex
  return { type: 'task', id: options.task_id, parent: null }
}

function freezeChord(draft: Draft, place: Place, dispatch: Dispatch): DraftHandle {
  const { header, body } = draft.kwargs
  const group = isGroup(header) ? header : draftOf(rawGroup((header as readonly Draft[]).map(canvasOf)))
  draft.kwargs = { ...draft.kwargs, header: group }
  if (!body) throw new TypeError('a chord without a body cannot be frozen: chord(header, body)')
  // Python takes an empty group for false, and then asks the missing result for its parent.
  if (isEmptyGroup(body))
    throw new AttributeError(
      "'NoneType' object has no attribute 'parent': the body of this chord is an empty group, give it a member",
    )
  const members = freezeGroup(
    group,
    { parentId: place.parentId, rootId: place.rootId, chord: body },
    dispatch,
  )
  draft.options.task_id = members.id
  const { parentId: _, ...ofBody } = place
  const result = freeze(body, ofBody, dispatch)
  rootOf(result).parent = members
  return result
}

/** Whether freezing would change nothing. */
const isFrozen = (canvas: TaskCanvas, place: Place): boolean => {
  const { options } = canvas
  return (
    options.task_id !== undefined &&
    options.reply_to !== undefined &&
    options.group_index === place.groupIndex &&
    (place.groupId === undefined || options.group_id !== undefined) &&
    (place.chord === undefined || options.chord === canvasOf(place.chord)) &&
    (place.rootId === undefined || options.root_id === place.rootId) &&
    (place.parentId === undefined || options.parent_id === place.parentId) &&
    !isLive(canvas)
  )
}

class AttributeError extends CeleryError {}

const isEmptyGroup = (draft: Draft): boolean => draft.subtask_type === 'group' && tasksOf(draft).length === 0

/** The oldest ancestor. */
function rootOf(handle: DraftHandle): DraftHandle {
  let node = handle
  while (node.parent) node = node.parent
  return node
}

const isGroup = (header: Draft['kwargs']['header']): header is Draft =>
  header !== undefined && 'subtask_type' in header
