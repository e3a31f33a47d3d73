import type { Canvas, ChainCanvas, ChordCanvas, GroupCanvas, Options, TaskCanvas } from '../canvas/canvas.ts'
import {
  chunksGroup,
  cloneWith,
  headerTasks,
  linksOf,
  merge,
  type Partial,
  rawChain,
  rawGroup,
  setOptions,
  taskCanvas,
} from '../canvas/compose.ts'
import { KeyError } from '../canvas/exceptions.ts'
import { tupleOf } from '../canvas/handle.ts'
import type { Json, JsonObject } from '../canvas/json.ts'
import { origin } from '../canvas/origin.ts'
import { isLive } from '../canvas/python.ts'
import { compressionOf } from '../protocol/compression.ts'
import { dropNulls, type Embed, type Headers, type Message, type Properties } from '../protocol/message.ts'
import { before, type Steps } from '../protocol/steps.ts'
import { chordSize } from './chordSize.ts'
import { ensureChordsAllowed } from './chordSupport.ts'
import type { Dispatch } from './context.ts'
import { canvasOf, type Draft, type DraftGroupHandle, type DraftHandle, draftOf, tasksOf } from './draft.ts'
import { freeze, freezeGroup, freezeMember, prepareSteps } from './freeze.ts'

/** A canvas that was sent: its result, and itself with the ids it was given. */
export interface Sent {
  readonly handle: DraftHandle
  readonly canvas: Canvas
}

/**
 * Sends a canvas (canvas.py, `apply_async` of each class): the messages, chord sizes and saved headers it takes become
 * effects of the dispatch, and its result is returned; null for an empty chain. Throws what Celery raises at the sender.
 */
export function send(canvas: Canvas, call: Partial, dispatch: Dispatch): Sent | null {
  switch (canvas.subtask_type) {
    case null:
      return sendSignature(canvas, call, dispatch)
    case 'chain':
      return sendChain(canvas, call, dispatch)
    case 'group':
      return sendGroup(canvas, call, dispatch)
    case 'chord':
      return sendChord(canvas, call, dispatch)
  }
}

function sendSignature(canvas: TaskCanvas, call: Partial, dispatch: Dispatch): Sent {
  if (isLive(canvas)) {
    if (canvas.task === 'celery.chunks') return sendGroup(chunksGroup(canvas), call, dispatch)
    return sendTask(
      canvas,
      { args: [], kwargs: canvas.kwargs, options: dropNulls(call.options ?? {}) },
      dispatch,
    )
  }
  const options = call.options && dropNulls(call.options)
  return sendTask(canvas, merge(canvas, options ? { ...call, options } : call), dispatch)
}

/**
 * `Task.apply_async` and `app.send_task`: the arity check, if the task is registered here, and one message. A member is
 * not what its sender has sent: the group is.
 */
function sendTask(canvas: TaskCanvas, call: Required<Partial>, dispatch: Dispatch, isMember = false): Sent {
  const { task } = canvas
  const spec = dispatch.task(task)
  spec?.check(call.args, call.kwargs)
  const options = spec?.options ? { ...spec.options, ...call.options } : call.options
  const ignored = (options.ignore_result ?? spec?.ignoreResult ?? false) as boolean
  const message = messageFor(task, call, options, ignored, dispatch)
  dispatch.effects.push({ type: 'publish', message, cause: dispatch.cause })
  const handle: DraftHandle = ignored
    ? { type: 'task', id: message.headers.id, parent: null, ignored }
    : { type: 'task', id: message.headers.id, parent: null }
  if (!isMember && options.add_to_parent !== false) addToParent(handle, dispatch)
  return { handle, canvas: canvas.options.task_id ? canvas : setOptions(canvas, { task_id: handle.id }) }
}

function messageFor(
  task: string,
  { args, kwargs }: Required<Partial>,
  options: Options,
  ignored: boolean,
  dispatch: Dispatch,
): Message {
  const id = options.task_id ?? dispatch.newId()
  const { sender } = dispatch
  // A task that is being run lends its ids to what it sends, unless both were given (app/base.py, `send_task`).
  const inherits = sender !== null && !(options.root_id && options.parent_id)
  const route = dispatch.routeFor(task)
  const sending = route ? { ...route, ...dropNulls(options) } : options
  const priority = (sending.priority as number | undefined) ?? 0
  const compression = compressionOf(sending.compression ?? dispatch.compression)
  const stamped = (options.stamped_headers as readonly string[] | undefined) ?? null
  const headers: Headers = {
    lang: 'py',
    task,
    id,
    shadow: (options.shadow as string | undefined) ?? null,
    eta: options.countdown ? isoIn(options.countdown, dispatch) : (options.eta ?? null),
    expires:
      typeof options.expires === 'number' ? isoIn(options.expires, dispatch) : (options.expires ?? null),
    group: options.group_id ?? null,
    group_index: options.group_index ?? null,
    retries: (options.retries as number | undefined) ?? 0,
    timelimit: timeLimitOf(options),
    root_id: options.root_id ?? (inherits ? sender.rootId : id),
    parent_id: options.parent_id ?? (inherits ? sender.id : null),
    ignore_result: ignored,
    replaced_task_nesting: (options.replaced_task_nesting as number | undefined) ?? 0,
    stamped_headers: stamped,
    stamps: stamped ? stampsOf(stamped, options) : NO_STAMPS,
  }
  const destination = destinationOf(sending, route !== null, dispatch)
  const properties: Properties = {
    correlation_id: id,
    reply_to: options.reply_to ?? dispatch.replyTo,
    delivery_mode: deliveryModeOf(sending, dispatch),
    priority: inherits && dispatch.inheritParentPriority ? (sending.priority ?? sender.priority) : priority,
    routing_key: destination.routing_key,
  }
  // Most messages say no more than this, and are not made twice.
  const message: Message = {
    // The sender's own headers stand among Celery's.
    headers: options.headers ? { ...headers, ...(options.headers as JsonObject) } : headers,
    properties:
      destination.exchange || compression
        ? { ...properties, ...destination, ...(compression && { compression }) }
        : properties,
    body: [args, kwargs, embedOf(options)],
  }
  return options[origin] === undefined ? message : { ...message, origin: options[origin] }
}

/**
 * Where a message goes (amqp.py, `send_task_message`): to its queue where a direct exchange would bring it there, else to
 * the exchange. An exchange and a routing key count together alone, unless the queue's exchange is not direct.
 */
function destinationOf(
  { queue: named, exchange, routing_key }: Options,
  isRouted: boolean,
  { declared, defaultQueue }: Dispatch,
): Pick<Message['properties'], 'routing_key' | 'exchange' | 'queue'> {
  const queue = named ?? (isRouted && exchange ? null : defaultQueue)
  const own = declared(queue ?? defaultQueue)
  if (exchange && routing_key)
    return {
      exchange: exchange as string,
      routing_key: routing_key as string,
      ...(queue !== null && { queue }),
    }
  if (queue === null || own.exchangeType === 'direct') return { routing_key: queue ?? defaultQueue }
  return {
    exchange: (exchange as string | undefined) ?? own.exchange,
    routing_key: (routing_key as string | undefined) ?? own.routingKey,
    queue,
  }
}

/** A number, or kombu's name of it. */
const deliveryModeOf = ({ delivery_mode }: Options, dispatch: Dispatch): 1 | 2 => {
  if (delivery_mode === undefined) return dispatch.deliveryMode
  return delivery_mode === 1 || delivery_mode === 'transient' ? 1 : 2
}

/** What comes after the task, for most of them nothing. */
function embedOf({ link, link_error, chain, chord }: Options): Embed {
  if (!link && !link_error && !chain && !chord) return NOTHING_AFTER
  return {
    callbacks: link ? linksOf(link) : null,
    errbacks: link_error ? linksOf(link_error) : null,
    chain: (chain as Steps | null | undefined) ?? null,
    chord: chord ?? null,
  }
}

function timeLimitOf({ time_limit, soft_time_limit }: Options): Headers['timelimit'] {
  if (!time_limit && !soft_time_limit) return NO_LIMIT
  return [(time_limit as number | undefined) ?? null, (soft_time_limit as number | undefined) ?? null]
}

const NOTHING_AFTER: Embed = { callbacks: null, errbacks: null, chain: null, chord: null }
const NO_LIMIT: Headers['timelimit'] = [null, null]

const NO_STAMPS: JsonObject = {}

/** The stamps a message is to carry; Python raises for one that has no value, and null counts as none. */
function stampsOf(names: readonly string[], options: Options): JsonObject {
  const missing = names.find((name) => options[name] === undefined || options[name] === null)
  if (missing !== undefined)
    throw new KeyError(
      `'${missing}': a stamp of this name is asked for in stamped_headers, and there is none: stamp every signature with it, or none`,
    )
  return Object.fromEntries(names.map((name) => [name, options[name] as Json]))
}

/** `chain.run`: prepares all steps, and sends the first with the rest in its message. */
function sendChain(chain: ChainCanvas, call: Partial, dispatch: Dispatch): Sent | null {
  const { args: given = [], kwargs = {} } = call
  const options = call.options ? { ...chain.options, ...call.options } : chain.options
  const { task_id, root_id, group_id, group_index, chord, link, link_error } = options
  const { tasks, results } = prepareSteps(
    {
      args: given.length > 0 && !chain.immutable ? [...given, ...chain.args] : chain.args,
      kwargs,
      steps: chain.kwargs.tasks.map(draftOf),
      clone: true,
      place: {
        id: task_id,
        rootId: root_id,
        groupId: group_id,
        groupIndex: group_index,
        chord: chord && draftOf(chord),
      },
      errbacks: linksOf(link_error),
    },
    dispatch,
  )
  const last = tasks[0]
  if (!last) return null
  if (link) last.options.link = [...linksOf(last.options.link as Options['link']), ...linksOf(link)]
  const frozen = rawChain(tasks.map(canvasOf).reverse(), chain.options)
  const first = tasks.pop()!
  const outer = (options.chain as Steps | null | undefined) ?? null
  const remaining = before(tasks.map(canvasOf), outer)
  const forFirst = without(options, OF_THE_CHAIN)
  const sent = send(
    canvasOf(first),
    { options: remaining ? { ...forFirst, chain: remaining } : forFirst },
    dispatch,
  )
  return tasks.length === 0 ? sent : { handle: results[0]!, canvas: frozen }
}

/** `group.apply_async`: every member by itself, and the chord's size just before the last of them. */
function sendGroup(group: GroupCanvas, call: Partial, dispatch: Dispatch): Sent {
  const { args = [], kwargs = {}, options: called = {} } = call
  if (called.link) throw new TypeError('Cannot add link to group: use a chord')
  if (called.link_error) throw new TypeError('Cannot add link to group: do that on individual tasks')
  if (group.kwargs.tasks.length === 0)
    return { handle: freezeGroup(draftOf(cloneWith(group)), {}, dispatch), canvas: group }

  const { options } = merge(group, { options: called })
  const groupId = options.task_id ?? dispatch.newId()
  const members: Canvas[] = []
  const results: DraftHandle[] = []
  const place = { groupId, rootId: options.root_id }
  prepareMembers(group.kwargs.tasks, place, members, results, dispatch)
  const given = dropNulls(without(options, OF_THE_GROUP))
  const forTask = { args, kwargs, options: options.chord ? { ...given, chord: options.chord } : given }
  const forOther = { args, kwargs, options: { ...given, group_id: groupId, add_to_parent: false } }
  let size = 0
  const canvases = members.map((member, index) => {
    const chord = options.chord ?? member.options.chord
    size += chordSize(member)
    if (chord && index === members.length - 1)
      dispatch.effects.push({ type: 'set-chord-size', groupId, size })
    if (member.subtask_type === null) return sendTask(member, merge(member, forTask), dispatch, true).canvas
    const call = chord ? { ...forOther, options: { ...forOther.options, chord } } : forOther
    return send(member, call, dispatch)?.canvas ?? member
  })
  const handle: DraftGroupHandle = { type: 'group', id: groupId, parent: null, results }
  const only = handle.results.length === 1 ? handle.results[0]! : null
  const result = only?.type === 'group' ? only : handle
  if (called.add_to_parent !== false) addToParent(result, dispatch)
  const frozen = rawGroup(canvases, { ...group.options, task_id: groupId })
  return { handle: result, canvas: frozen }
}

/** `_prepared`: nested groups one after the other, in order, each member with its index in its own group. */
function prepareMembers(
  tasks: readonly Canvas[],
  place: { readonly groupId: string; readonly rootId: string | undefined },
  members: Canvas[],
  results: DraftHandle[],
  dispatch: Dispatch,
): void {
  tasks.forEach((task, groupIndex) => {
    if (task.subtask_type === 'group') {
      prepareMembers(task.kwargs.tasks, place, members, results, dispatch)
      return
    }
    const { groupId, rootId } = place
    const inner = { groupId, chord: undefined, rootId, parentId: undefined, groupIndex }
    const { member, result } = freezeMember(task, inner, dispatch)
    members.push(canvasOf(member))
    results.push(result)
  })
}

/** `chord.apply_async` and `chord.run`: the body takes its ids and goes along with every header task. */
function sendChord(chord: ChordCanvas, call: Partial, dispatch: Dispatch): Sent {
  const { args: given = [], kwargs: called = {}, options = {} } = call
  const args = given.length > 0 && !chord.immutable ? [...given, ...chord.args] : chord.args
  const { body: otherBody, ...forHeaderOnly } = called as { readonly body?: Canvas } & JsonObject
  const kwargs = { ...chord.kwargs.kwargs, ...forHeaderOnly }
  const original = otherBody ?? chord.kwargs.body
  if (!original) throw new TypeError('a chord without a body cannot be sent: chord(header, body)')
  const body = draftOf(cloneWith(original, { options: without(options, ['task_id']) }))

  const { header: stored } = chord.kwargs
  const header = draftOf(
    'subtask_type' in stored
      ? cloneWith(stored)
      : rawGroup(headerTasks(chord), { task_id: chord.options.task_id ?? dispatch.newId() }),
  )
  const groupId = header.options.task_id ?? dispatch.newId()
  const rootId = body.options.root_id
  // countdown, interval and max_retries given at the call are the unlock task's; those of the chord are everybody's.
  const shared = without({ ...chord.options, ...without(options, OF_THE_UNLOCK) }, ['task_id'])
  Object.assign(body.options, shared)
  const id = options.task_id ?? chord.options.task_id ?? dispatch.newId()
  const result = freeze(body, { id, groupId, rootId }, dispatch)

  const members = freezeGroup(header, { groupId, chord: body, rootId }, dispatch)
  // A chord in the header takes another id when it is sent.
  const frozen = (sent: Canvas): ChordCanvas => ({
    ...chord,
    kwargs: { ...chord.kwargs, header: sent as GroupCanvas, body: canvasOf(body) },
    options: { ...chord.options, task_id: groupId },
  })
  if (tasksOf(header).length === 0) {
    send(canvasOf(body), { args: [[]] }, dispatch)
    result.parent = members
    return { handle: result, canvas: frozen(canvasOf(header)) }
  }
  applyChord(members, body, { ...chord.options, ...options }, dispatch)
  const forHeader = { ...without(shared, ['chain', 'chord']), task_id: groupId }
  const sent = send(canvasOf(header), { args, kwargs, options: forHeader }, dispatch)!
  result.parent = sent.handle
  return { handle: result, canvas: frozen(sent.canvas) }
}

/** Options that a chain, group or chord uses up itself; all others go on to what it sends. */
const OF_THE_CHAIN = [
  'task_id',
  'root_id',
  'parent_id',
  'group_id',
  'group_index',
  'chord',
  'link',
  'link_error',
  'chain',
]
const OF_THE_GROUP = ['task_id', 'group_index', 'chord', 'add_to_parent']
const OF_THE_UNLOCK = ['countdown', 'interval', 'max_retries']

/** What the backend does before a chord's header is sent (`apply_chord`). */
function applyChord(header: DraftGroupHandle, body: Draft, unlock: Options, dispatch: Dispatch): void {
  ensureChordsAllowed(dispatch)
  if (dispatch.chords === 'counter') {
    if (header.results.some((result) => result.type === 'group'))
      dispatch.effects.push({ type: 'save-group', group: header })
    return
  }
  sendTask(
    taskCanvas('celery.chord_unlock'),
    {
      args: [header.id, canvasOf(body) as unknown as Json],
      kwargs: {
        interval: (unlock.interval as Json | undefined) ?? null,
        max_retries: (unlock.max_retries as Json | undefined) ?? null,
        result: header.results.map(tupleOf),
      },
      options: dropNulls({
        countdown: unlock.countdown ?? 1,
        queue:
          body.options.queue ??
          dispatch.task(body.task)?.options?.queue ??
          dispatch.routeFor(body.task)?.queue ??
          dispatch.defaultQueue,
        priority: body.options.priority ?? 0,
      }),
    },
    { ...dispatch, cause: 'chord-unlock' },
  )
}

/** `add_trail`: what a task sends becomes its child. */
function addToParent(handle: DraftHandle, { sender }: Dispatch): void {
  if (sender?.trail) sender.children.push(handle)
}

const isoIn = (seconds: number, { nowMs }: Dispatch): string =>
  new Date(nowMs() + seconds * 1000).toISOString()

function without(options: Options, keys: readonly string[]): Options {
  const rest: Record<string, unknown> = {}
  for (const key in options) if (!keys.includes(key) && options[key] !== undefined) rest[key] = options[key]
  return rest
}
