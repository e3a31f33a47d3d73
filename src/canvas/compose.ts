import type { Canvas, ChainCanvas, ChordCanvas, GroupCanvas, Options, TaskCanvas } from './canvas.ts'
import { CeleryError } from './exceptions.ts'
import type { Json, JsonObject } from './json.ts'
import { asLive, isLive, isTuple, tuple } from './python.ts'

/** Arguments, keyword arguments and options that are added to a canvas. */
export interface Partial {
  readonly args?: readonly Json[]
  readonly kwargs?: JsonObject
  readonly options?: Options
}

/** Shared by all signatures that say no more than their task and its arguments. */
const NOTHING: JsonObject & Options = Object.freeze({})

/** A signature: one task's call as data. */
export function taskCanvas(task: string, call: Partial & { readonly immutable?: boolean } = {}): TaskCanvas {
  const { args = [], kwargs = NOTHING, options = NOTHING, immutable = false } = call
  return { task, args, kwargs, options, subtask_type: null, immutable }
}

/**
 * `chain(...steps)` (canvas.py `chain.__new__`): the steps folded with `|`, so it may give a group or a chord. Options
 * forbid the fold until the chain is sent. `chain(x)` of one canvas keeps x as it is: `chainOf([x], { verbatim: true })`.
 */
export function chainOf(
  steps: readonly Canvas[],
  { options, verbatim = false }: { readonly options?: Options; readonly verbatim?: boolean } = {},
): Canvas {
  if (verbatim || (options && Object.keys(options).length > 0)) return rawChain(tuple([...steps]), options)
  return fold(steps)
}

/** `((∅ | a) | b) | c`, without copying a row of plain tasks again for each of them. */
function fold(steps: readonly Canvas[]): Canvas {
  const tasks: Canvas[] = []
  for (const [index, next] of steps.entries()) {
    const last = tasks.at(-1)
    if (next.subtask_type !== null || (last && last.subtask_type !== null))
      return steps.slice(index).reduce<Canvas>(pipe, rawChain(tasks))
    if (last) tasks[tasks.length - 1] = cloneWith(last)
    tasks.push(next)
  }
  return rawChain(tasks)
}

/** `group(...)`: several members, as Python holds them; `group(one)` and `group([...])` hold a list. */
export function groupOf(
  members: readonly Canvas[],
  {
    options = {},
    listed = members.length === 1,
  }: { readonly options?: Options; readonly listed?: boolean } = {},
): GroupCanvas {
  const only = members.length === 1 ? members[0] : undefined
  if (only?.subtask_type === 'group') return rawGroup(only.kwargs.tasks, options)
  const tasks = only && listed ? [cloneWith(only)] : [...members]
  return rawGroup(listed ? tasks : tuple(tasks), options)
}

/**
 * `chord(header, body)`. As in Celery (`_maybe_group`), a group or a *chain* as header is taken apart into its
 * members, and a single task is a header of one.
 */
export function chordOf(
  header: Canvas | readonly Canvas[],
  body: Canvas | null,
  { options = {} }: { readonly options?: Options } = {},
): ChordCanvas {
  return rawChord(headerOf(header), body, options)
}

/** `left | right` (canvas.py `__or__` of every class), with all of Celery's upgrades. */
export function pipe(left: Canvas, right: Canvas): Canvas {
  switch (left.subtask_type) {
    case null:
      return pipeTask(left, right)
    case 'chain':
      return pipeChain(left, right)
    case 'group':
      return rawChord(left.kwargs.tasks, right, {})
    case 'chord':
      return pipeChord(left, right)
  }
}

/** A copy with options set; on a chord they count for header and body, on a chain for its first step. */
export const setOptions = <C extends Canvas>(canvas: C, options: Options): C =>
  likewise(canvas, { ...canvas, options: { ...canvas.options, ...options } })

/** A copy that takes no further arguments. A group or chord passes it on to its members (not to the body). */
export function setImmutable(canvas: Canvas, immutable: boolean): Canvas {
  switch (canvas.subtask_type) {
    case 'group':
      return mapMembers(canvas, (member) => setImmutable(member, immutable))
    case 'chord':
      return {
        ...canvas,
        kwargs: {
          ...canvas.kwargs,
          header: mapTasks(headerTasks(canvas), (m) => setImmutable(m, immutable)),
        },
      }
    default:
      return likewise(canvas, { ...canvas, immutable })
  }
}

/** A copy with a callback added: on a chord it goes to the body, on a group to its first member, made immutable. */
export function link(canvas: Canvas, callback: Canvas): Canvas {
  if (canvas.subtask_type === 'chord') return withBody(canvas, link(bodyOf(canvas), callback))
  if (canvas.subtask_type !== 'group') return appendOption(canvas, 'link', callback)
  if (canvas.kwargs.tasks.length === 0)
    throw new IndexError(
      `${isTuple(canvas.kwargs.tasks) ? 'tuple' : 'list'} index out of range: a group without members has none to link to`,
    )
  const onlyCall = setImmutable(callback, true)
  return mapMembers(canvas, (member, index) => (index === 0 ? link(member, onlyCall) : member))
}

/**
 * A copy with an errback added: on a chord it goes to the body, and to chords in the header; on a group to each member,
 * as a clone with Celery's stray `immutable` option. `onHeader` (task_allow_error_cb_on_chord_header) gives such a clone
 * to each member of a chord's header too.
 */
export function linkError(canvas: Canvas, errback: Canvas, onHeader = false): Canvas {
  switch (canvas.subtask_type) {
    case 'group': {
      const own = cloneWith(errback, { options: { immutable: true } })
      return mapMembers(canvas, (member) => linkError(member, own, onHeader))
    }
    case 'chord': {
      const linked = withBody(canvas, linkError(bodyOf(canvas), errback, onHeader))
      const { header } = canvas.kwargs
      const own = onHeader ? cloneWith(errback, { options: { immutable: true } }) : null
      const inner = mapTasks(headerTasks(canvas), (member) => {
        const told = own ? linkError(member, own, onHeader) : member
        // Celery looks for chords in a list, and no longer in the group that a frozen header is.
        const isNested = member.subtask_type === 'chord' && !('subtask_type' in header)
        return isNested ? linkError(told, errback, onHeader) : told
      })
      const members = 'subtask_type' in header ? { ...header, kwargs: { tasks: inner } } : inner
      return { ...linked, kwargs: { ...linked.kwargs, header: members } }
    }
    default:
      return appendOption(canvas, 'link_error', errback)
  }
}

/** `task.map(it)`: one message that runs the task once for each item. */
export const mapOf = (task: TaskCanvas, it: readonly Json[]): TaskCanvas => loop('celery.map', { task, it })

/** `task.starmap(it)`: one message that runs the task once for each list of arguments. */
export const starmapOf = (task: TaskCanvas, it: readonly (readonly Json[])[]): TaskCanvas =>
  loop('celery.starmap', { task, it })

/** `task.chunks(it, n)`: the items in lists of n; sent directly, it is a group of starmaps. */
export const chunksOf = (task: TaskCanvas, it: readonly (readonly Json[])[], n: number): TaskCanvas =>
  loop('celery.chunks', { task, it, n })

/** `chunks.group()`: the group that chunks stand for. */
export function chunksGroup(chunks: TaskCanvas): GroupCanvas {
  const { task, it, n } = chunks.kwargs as unknown as { task: TaskCanvas; it: Json[][]; n: number }
  const parts = Array.from({ length: Math.ceil(it.length / n) }, (_, part) =>
    it.slice(part * n, (part + 1) * n),
  )
  return groupOf(
    parts.map((part) => starmapOf(task, part)),
    { listed: true },
  )
}

/** `group.skew()`: each member a step later (seconds); the last countdown repeats once `stop` is reached. */
export function skew(group: GroupCanvas, start = 1, stop: number | null = null, step = 1): GroupCanvas {
  const last = stop ? Math.floor((stop - start) / step) : Number.POSITIVE_INFINITY
  return mapMembers(group, (member, index) =>
    setOptions(member, { countdown: start + Math.min(index, last) * step }),
  )
}

/**
 * `_merge`: what a canvas is called with. Arguments go in front, keyword arguments and options given now win, except
 * for a group id and stamps once they are there. An immutable one takes options only.
 */
export function merge(canvas: Canvas, call: Partial, force = false): Required<Partial> {
  const { args = [], kwargs = NOTHING, options } = call
  const own = canvas as unknown as Required<Partial>
  const merged = options ? mergeOptions(own.options, options) : own.options
  const isOpen = force || !canvas.immutable
  const takesArgs = isOpen && args.length > 0
  const takesKwargs = isOpen && Object.keys(kwargs).length > 0
  // A group of 100,000 that is called with nothing makes nothing new.
  if (!takesArgs && !takesKwargs && merged === own.options) return own
  return {
    args: takesArgs ? (own.args.length > 0 ? [...args, ...own.args] : args) : own.args,
    kwargs: takesKwargs ? { ...own.kwargs, ...kwargs } : own.kwargs,
    options: merged,
  }
}

/** The options stored with those given; without anything new they are not copied. */
function mergeOptions(stored: Options, given: Options): Options {
  const stamps = stored.stamped_headers as readonly string[] | undefined
  let merged: Record<string, unknown> | null = null
  for (const key in given) {
    const guarded = key === 'group_id' || key === 'stamped_headers' || stamps?.includes(key)
    if (guarded && key in stored) continue
    merged ??= { ...stored }
    merged[key] = given[key]
  }
  return merged ?? stored
}

/**
 * `clone`: a copy with its own options, arguments merged in; a chain's steps and a chord's parts are copied too, a
 * group's members are shared. As in Celery a chain or group loses arguments here (its own as well), and a map, starmap
 * or chunks becomes a plain signature.
 */
export function cloneWith(canvas: Canvas, call?: Partial): Canvas {
  const { args, kwargs, options } = call ? merge(canvas, call) : (canvas as unknown as Required<Partial>)
  const own = ownOptions(options)
  switch (canvas.subtask_type) {
    case null:
      return {
        task: canvas.task,
        args,
        kwargs,
        options: own,
        subtask_type: null,
        immutable: canvas.immutable,
      }
    case 'chain':
      return fromOptions(
        rawChain(
          canvas.kwargs.tasks.map((step) => cloneWith(step)),
          own,
        ),
      )
    case 'group':
      return fromOptions(rawGroup(canvas.kwargs.tasks, own))
    case 'chord': {
      const { header: _, body, ...rest } = kwargs as unknown as ChordCanvas['kwargs']
      return {
        task: canvas.task,
        args,
        kwargs: {
          ...rest,
          header: headerTasks(canvas).map((member) => cloneWith(member)),
          body: body && cloneWith(body),
        },
        options: own,
        subtask_type: 'chord',
        immutable: canvas.immutable,
      }
    }
  }
}

/** The header's members, whether the header is a list or, once frozen, a group. */
export const headerTasks = (chord: ChordCanvas): readonly Canvas[] =>
  'subtask_type' in chord.kwargs.header ? chord.kwargs.header.kwargs.tasks : chord.kwargs.header

/** A group of one is its member (`maybe_unroll_group`). */
export const unrollGroup = (canvas: Canvas): Canvas =>
  canvas.subtask_type === 'group' && canvas.kwargs.tasks.length === 1 ? canvas.kwargs.tasks[0]! : canvas

/** Links of either spelling, one canvas or a list, as a list. */
export const linksOf = (links: Options['link']): readonly Canvas[] =>
  links === undefined || links === null ? [] : isList(links) ? links : [links]

/** A chain as it stands, without the fold. */
export const rawChain = (tasks: readonly Canvas[], options: Options = {}): ChainCanvas => ({
  task: 'celery.chain',
  args: [],
  kwargs: { tasks },
  options,
  subtask_type: 'chain',
  immutable: false,
})

/** A group as it stands. */
export const rawGroup = (tasks: readonly Canvas[], options: Options = {}): GroupCanvas => ({
  task: 'celery.group',
  args: [],
  kwargs: { tasks },
  options,
  subtask_type: 'group',
  immutable: false,
})

/** A chord whose header is a list already. */
export const rawChord = (
  header: readonly Canvas[],
  body: Canvas | null,
  options: Options = {},
): ChordCanvas => ({
  task: 'celery.chord',
  args: [],
  kwargs: { kwargs: {}, header, body },
  options,
  subtask_type: 'chord',
  immutable: false,
})

/** A chord's header from what was given as one (`_maybe_group`). */
export function headerOf(header: Canvas | readonly Canvas[]): readonly Canvas[] {
  if (isList(header)) return [...header]
  if (header.subtask_type === 'group' || header.subtask_type === 'chain') return header.kwargs.tasks
  return [cloneWith(header)]
}

function pipeTask(left: Canvas, right: Canvas): Canvas {
  if (right.subtask_type === 'chain') return rawChain(joinLike([left], unchain(right)))
  return rawChain(tuple([left, unrollGroup(right)]))
}

function pipeChain(left: ChainCanvas, right: Canvas): Canvas {
  if (right.subtask_type === 'chain') return unchain(right).reduce<Canvas>(pipe, left)
  if (right.subtask_type === 'group') return pipeChainGroup(left, unrollGroup(right))
  const last = left.kwargs.tasks.at(-1)
  if (last?.subtask_type === 'group') return closeChord(left, right)
  if (last?.subtask_type === 'chord' && right.subtask_type !== 'chord') {
    const copy = cloneWith(left) as ChainCanvas
    const steps = copy.kwargs.tasks
    return {
      ...copy,
      kwargs: { tasks: [...steps.slice(0, -1), growBody(steps.at(-1) as ChordCanvas, right)] },
    }
  }
  return rawChain([...unchain(left), right])
}

function pipeChainGroup(left: ChainCanvas, right: Canvas): Canvas {
  if (right.subtask_type !== 'group') return pipe(left, right)
  const steps = unchain(left)
  const last = steps.at(-1)
  if (last === undefined) return right
  if (last.subtask_type === 'chord') return rawChain([...steps.slice(0, -1), growBody(last, right)])
  return rawChain([...steps, right])
}

/** A chain that ends in a group takes one more step: the group becomes a chord's header, and may join the chord before. */
function closeChord(left: ChainCanvas, right: Canvas): Canvas {
  const copy = cloneWith(left) as ChainCanvas
  const steps = copy.kwargs.tasks
  const chord = rawChord((steps.at(-1) as GroupCanvas).kwargs.tasks, right)
  const before = steps.at(-2)
  const tasks =
    before?.subtask_type === 'chord'
      ? [...steps.slice(0, -2), withBody(before, pipe(bodyOf(before), chord))]
      : [...steps.slice(0, -1), chord]
  return { ...copy, kwargs: { tasks } }
}

function pipeChord(left: ChordCanvas, right: Canvas): Canvas {
  if (right.subtask_type === null || right.subtask_type === 'chord')
    return growBody(cloneWith(left) as ChordCanvas, right)
  const only = unrollGroup(right)
  return only === right ? pipeTask(left, right) : growBody(cloneWith(left) as ChordCanvas, only)
}

const growBody = (chord: ChordCanvas, next: Canvas): ChordCanvas => withBody(chord, pipe(bodyOf(chord), next))

/** The steps of a chain on their own: its links go to the last step, its errbacks to every step, its options are lost. */
function unchain(chain: ChainCanvas): Canvas[] {
  const steps = chain.kwargs.tasks.map((step) => cloneWith(step))
  const callbacks = linksOf(chain.options.link)
  const errbacks = linksOf(chain.options.link_error)
  return steps.map((step, index) => {
    const linked = index === steps.length - 1 ? callbacks.reduce(link, step) : step
    return errbacks.reduce<Canvas>((own, errback) => linkError(own, errback), linked)
  })
}

/** A changed copy, which in Python is the same object: what is live stays so. */
const likewise = <C extends Canvas>(original: C, changed: C): C =>
  original.subtask_type === null && isLive(original) ? asLive(changed) : changed

/** A chain or group made anew from its options (`from_dict`): an option called `immutable` becomes the flag. */
export function fromOptions<C extends ChainCanvas | GroupCanvas>(canvas: C): C {
  if (canvas.options.immutable === undefined) return canvas
  const { immutable, ...options } = canvas.options
  return { ...canvas, options, immutable: Boolean(immutable) }
}

const loop = (task: string, kwargs: object): TaskCanvas =>
  asLive(taskCanvas(task, { kwargs: kwargs as JsonObject, immutable: true }))

function appendOption(canvas: Canvas, key: 'link' | 'link_error', callback: Canvas): Canvas {
  const links = linksOf(canvas.options[key])
  if (links.some((present) => JSON.stringify(present) === JSON.stringify(callback))) return canvas
  return setOptions(canvas, { [key]: [...links, callback] })
}

function bodyOf(chord: ChordCanvas): Canvas {
  if (chord.kwargs.body === null)
    throw new TypeError('this chord has no body: give it one with chord(header, body)')
  return chord.kwargs.body
}

/** A copy of a chord with this body. */
export const withBody = (chord: ChordCanvas, body: Canvas): ChordCanvas => ({
  ...chord,
  kwargs: { ...chord.kwargs, body },
})

const mapMembers = (group: GroupCanvas, change: (member: Canvas, index: number) => Canvas): GroupCanvas => ({
  ...group,
  kwargs: { tasks: mapTasks(group.kwargs.tasks, change) },
})

/** Tasks changed one by one; what Python holds as a tuple stays one. */
export function mapTasks(
  tasks: readonly Canvas[],
  change: (task: Canvas, index: number) => Canvas,
): readonly Canvas[] {
  const changed = tasks.map(change)
  return isTuple(tasks) ? tuple(changed) : changed
}

/** Python's `deepcopy(options)`, as far as anything writes into it: the lists of links are copied, the rest is shared. */
function ownOptions(options: Options): Options {
  const own: Record<string, unknown> = { ...options }
  if (isList(own.link)) own.link = [...own.link]
  if (isList(own.link_error)) own.link_error = [...own.link_error]
  return own
}

/** `seq_concat_seq`: the joined sequence is of the longer one's type. */
const joinLike = (left: readonly Canvas[], right: readonly Canvas[]): readonly Canvas[] =>
  right.length > left.length ? [...left, ...right] : tuple([...left, ...right])

const isList = (value: unknown): value is readonly Canvas[] => Array.isArray(value)

class IndexError extends CeleryError {}
