import type { Canvas, ChainCanvas } from '../canvas/canvas.ts'
import { cloneWith, link, linkError, linksOf, pipe, setOptions, taskCanvas } from '../canvas/compose.ts'
import { ImproperlyConfigured } from '../canvas/exceptions.ts'
import { dropNulls, type Message } from '../protocol/message.ts'
import { type Dispatch, dispatch } from './context.ts'
import { canvasOf, draftOf } from './draft.ts'
import { freeze } from './freeze.ts'
import type { Replaced } from './outcome.ts'
import { send } from './send.ts'
import type { Ending } from './settle.ts'

/** Throws when a task cannot be replaced by this canvas. */
export function checkReplacement(canvas: Canvas): void {
  if (canvas.options.chord)
    throw new ImproperlyConfigured('A signature replacing a task must not be part of a chord')
  if (canvas.subtask_type === 'chain' && canvas.kwargs.tasks.length === 0)
    throw new ImproperlyConfigured('Cannot replace with an empty chain')
}

/** `Task.replace`: another canvas is sent in the place of a task. */
export function replace({ by, isReady }: Replaced, { message, sender, context, effects }: Ending): void {
  const scope = dispatch('replace', sender, context, effects)
  send(isReady ? by : replacement(by, message, scope), {}, scope)
  effects.push({ type: 'ignored', replaced: true })
}

/**
 * Makes a canvas ready to go on under a task's id, with its callbacks, its place in a group or chord, and the rest of its
 * chain. A group becomes a chord whose body gives the list.
 */
export function replacement(by: Canvas, { headers, body }: Message, scope: Dispatch): Canvas {
  const { callbacks, errbacks, chain, chord } = body[2]
  const nesting = { replaced_task_nesting: headers.replaced_task_nesting + 1 }

  let canvas =
    by.subtask_type === 'group' ? pipe(by, taskCanvas('celery.accumulate', { kwargs: { index: 0 } })) : by
  canvas = (callbacks ?? []).reduce(link, canvas)
  for (const errback of errbacks ?? []) canvas = linkError(canvas, errback, scope.errbacksOnHeader)
  const draft = draftOf(cloneWith(pushLinksDown(canvas)))
  freeze(draft, { id: headers.id }, scope)
  canvas = setOptions(canvasOf(draft), {
    ...dropNulls({
      chord,
      group_id: headers.group,
      group_index: headers.group_index,
      root_id: headers.root_id,
    }),
    ...nesting,
  })
  if (canvas.subtask_type === 'chain')
    canvas = withSteps(canvas, (steps) => steps.map((step) => setOptions(step, nesting)))
  for (let rest = chain; rest; rest = rest.after) canvas = pipe(canvas, setOptions(rest.next, nesting))
  return canvas
}

/** A chain's links go to its last step, so that they run before what is chained behind it. */
function pushLinksDown(canvas: Canvas): Canvas {
  if (canvas.subtask_type !== 'chain' || !canvas.options.link) return canvas
  const links = linksOf(canvas.options.link)
  return withSteps(canvas, (steps) => {
    const last = steps.at(-1)!
    return [...steps.slice(0, -1), setOptions(last, { link: [...linksOf(last.options.link), ...links] })]
  })
}

const withSteps = (
  chain: ChainCanvas,
  change: (steps: readonly Canvas[]) => readonly Canvas[],
): ChainCanvas => ({
  ...chain,
  kwargs: { tasks: change(chain.kwargs.tasks) },
})
