import type { Canvas, ChainCanvas, GroupCanvas, Options, TaskCanvas } from '../../src/canvas/canvas.ts'
import { rawChain, rawChord, rawGroup, taskCanvas } from '../../src/canvas/compose.ts'
import type { Json } from '../../src/canvas/json.ts'
import type { StoredException } from '../../src/canvas/runtime.ts'
import { type Context, dispatch, type Sender, type TaskSpec } from '../../src/interpreter/context.ts'
import type { Effect } from '../../src/interpreter/effect.ts'
import type { Outcome } from '../../src/interpreter/outcome.ts'
import { type Sent, send } from '../../src/interpreter/send.ts'
import { settle } from '../../src/interpreter/settle.ts'
import { declaredBy } from '../../src/protocol/declaredQueue.ts'
import type { Message } from '../../src/protocol/message.ts'
import { lastFirst } from '../../src/protocol/steps.ts'

/** A signature of a task that takes whatever it is given. */
export const sig = (task: string, ...args: Json[]): TaskCanvas => taskCanvas(task, { args })
/** An immutable one. */
export const si = (task: string, ...args: Json[]): TaskCanvas => taskCanvas(task, { args, immutable: true })
/** A canvas with options. */
export const set = <C extends Canvas>(canvas: C, options: Options): C => ({
  ...canvas,
  options: { ...canvas.options, ...options },
})
/** A chain, group or chord as it stands, without any of `|`'s rules. */
export const C = (...tasks: Canvas[]): ChainCanvas => rawChain(tasks)
export const G = (...tasks: Canvas[]): GroupCanvas => rawGroup(tasks)
export const X = (header: readonly Canvas[], body: Canvas | null): Canvas => rawChord(header, body)

export const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((name) => sig(name)) as [
  TaskCanvas,
  TaskCanvas,
  TaskCanvas,
  TaskCanvas,
  TaskCanvas,
]

/** When it all happens. */
export const NOW = '2030-01-01T00:00:00.000Z'

/** A task as the worker knows it: it takes anything, unless it is said what. */
export const spec = (name: string, more: Partial<TaskSpec> = {}): TaskSpec => ({
  name,
  check: () => {},
  options: {},
  ignoreResult: false,
  storeErrorsEvenIfIgnored: false,
  trail: true,
  inlineErrback: false,
  ...more,
})

/** What comes in from outside: ids are numbered, time stands still, and only the given tasks are registered. */
export function contextWith(tasks: readonly TaskSpec[] = [], more: Partial<Context> = {}): Context {
  let ids = 0
  const known = new Map(tasks.map((task) => [task.name, task]))
  return {
    task: (name) => known.get(name),
    newId: () => `id${++ids}`,
    nowMs: () => Date.parse(NOW),
    routeFor: () => null,
    declared: declaredBy({}),
    defaultQueue: 'celery',
    replyTo: 'client',
    chords: 'counter',
    backend: 'redis',
    inheritParentPriority: false,
    compression: null,
    deliveryMode: 2,
    errbacksOnHeader: false,
    ...more,
  }
}

/** The task of a message, as one that sends. */
export const senderOf = ({ headers, properties }: Message): Sender => ({
  id: headers.id,
  rootId: headers.root_id,
  priority: properties.priority,
  trail: true,
  children: [],
})

/** Sends from a client. */
export function sending(
  canvas: Canvas,
  call: Parameters<typeof send>[1] = {},
  context: Context = contextWith(),
): {
  readonly sent: Sent | null
  readonly effects: readonly Effect[]
  readonly messages: readonly Message[]
} {
  const effects: Effect[] = []
  const sent = send(deepFreeze(canvas), call, dispatch('apply', null, context, effects))
  return { sent, effects, messages: published(effects) }
}

/** The first message of a canvas that a client sends. */
export function firstMessage(
  canvas: Canvas,
  context: Context = contextWith(),
  call: Parameters<typeof send>[1] = {},
): Message {
  return deepFreeze(sending(canvas, call, context).messages[0]!)
}

/** Ends a task, whose message must not be touched. */
export const ending = (message: Message, outcome: Outcome, context: Context): readonly Effect[] =>
  settle(deepFreeze(message), deepFreeze(outcome), senderOf(message), context)

/** Sends a canvas, and ends its first task. */
export function ended(canvas: Canvas, outcome: Outcome, context: Context = contextWith()): readonly string[] {
  return lines(ending(firstMessage(canvas, context), outcome, context))
}

export const returned = (value: Json): Outcome => ({ type: 'returned', value })
export const boom: StoredException = { exc_type: 'ValueError', exc_message: ['boom'], exc_module: 'builtins' }
export const raised: Outcome = { type: 'raised', exception: boom, traceback: 'at line 1' }

export const published = (effects: readonly Effect[]): Message[] =>
  effects.flatMap((effect) => (effect.type === 'publish' ? [effect.message] : []))

/** Effects on one line each, as far as their order tells the story. */
export const lines = (effects: readonly Effect[]): string[] => effects.map(line)

function line(effect: Effect): string {
  switch (effect.type) {
    case 'publish':
      return `${effect.cause}: publish ${shown(effect.message)}`
    case 'store':
      return `store ${effect.taskId} ${effect.state} ${valueText(effect.result)}`
    case 'chord-part':
      return `part of ${effect.groupId}[${effect.groupIndex}]: ${effect.taskId} ${effect.state} ${valueText(effect.result)}`
    case 'set-chord-size':
      return `size of ${effect.groupId} is ${effect.size}`
    case 'extend-chord':
      return `one part more of ${effect.groupId}`
    case 'save-group':
      return `save ${effect.group.id}`
    case 'call-errback':
      return `call ${effect.errback.task}(${effect.request.id}, ${valueText(effect.exception)})`
    case 'call-hook':
      return `hook ${effect.hook} ${effect.state}`
    case 'revoke':
      return `revoke ${effect.taskIds.join(' ')}`
    case 'succeeded':
      return `succeeded ${valueText(effect.result)}`
    case 'failed':
    case 'retried':
      return `${effect.type} ${valueText(effect.exception)}`
    case 'ignored':
      return effect.replaced ? 'replaced' : 'ignored'
    case 'rejected':
      return effect.requeue ? 'requeued' : 'rejected'
    case 'terminated':
      return 'terminated'
  }
}

/** A message: `add(1, 2) id3 in gid[0] then b c`. */
export function shown({ headers, body }: Message): string {
  const [args, kwargs, { chain, chord }] = body
  const keywords = Object.entries(kwargs).map(([key, value]) => `${key}=${JSON.stringify(value)}`)
  const words = [
    `${headers.task}(${[...args.map((arg) => JSON.stringify(arg)), ...keywords].join(', ')})`,
    headers.id,
  ]
  if (headers.group) words.push(`in ${headers.group}[${headers.group_index}]`)
  if (chord) words.push(`of ${chord.task}`)
  if (chain)
    words.push(
      `then ${lastFirst(chain)
        .reverse()
        .map(({ task }) => task)
        .join(' ')}`,
    )
  return words.join(' ')
}

const valueText = (value: unknown): string => {
  const stored = value as Partial<StoredException> | null
  return typeof stored === 'object' && stored?.exc_type
    ? `${stored.exc_type}(${stored.exc_message?.join(', ')})`
    : JSON.stringify(value)
}

/** Freezes a value all the way down, so that whoever writes into it is found out. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const item of Object.values(value)) deepFreeze(item)
  return value
}
