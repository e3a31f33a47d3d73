import * as E from 'fp-ts/lib/Either.js'
import { match } from 'ts-pattern'
import type { Canvas } from '../canvas/canvas.ts'
import { headerTasks, linksOf } from '../canvas/compose.ts'
import { DecodeError, decodeCanvas } from '../canvas/decode.ts'
import type { Json, JsonObject } from '../canvas/json.ts'
import { compressionOf } from './compression.ts'
import { type JsonTextError, type Limits, parseJson } from './jsonText.ts'
import type { Embed, Headers, Message, Properties } from './message.ts'
import { before, type Steps } from './steps.ts'
import { CONTENT } from './wire.ts'

/** A message as it came from a broker, of which nothing is known yet. */
export interface Incoming {
  readonly headers: unknown
  readonly properties: unknown
  /** The body as JSON text. */
  readonly body: string
  readonly contentType: unknown
  readonly contentEncoding: unknown
  /** The queue it came from. */
  readonly queue: string
  /** The exchange that brought it there, and with what; empty for none. */
  readonly exchange?: unknown
  readonly routingKey?: unknown
}

/** Why a message cannot be taken. */
export type MessageError =
  /** Not a task message of protocol 2: nobody can be told. */
  | {
      readonly type: 'unknown-message'
      readonly path: string
      readonly expected: string
      readonly got: unknown
    }
  /** A task message with something wrong in it. */
  | {
      readonly type: 'invalid-task'
      readonly id: string
      readonly task: string
      readonly path: string
      readonly expected: string
      readonly got: unknown
    }
  /** Pickle, YAML and the like, or a body compressed otherwise than with zlib or brotli. */
  | { readonly type: 'content-disallowed'; readonly content: string }
  | JsonTextError

/** Reads a task message of protocol 2, or of 1; the first thing that is wrong with it is the error. */
export function decodeMessage(incoming: Incoming, limits?: Limits): E.Either<MessageError, Message> {
  const { headers } = incoming
  if (!isObject(headers)) return unknown('headers', 'an object', headers)
  const content = refusedContent(incoming)
  const isFirst = headers.task === undefined && content === null
  if (!isFirst) {
    const refused = unnamed(headers, 'headers')
    if (refused) return refused
    if (content !== null) return E.left({ type: 'content-disallowed', content })
  }
  const parsed = parseJson(incoming.body, limits)
  if (E.isLeft(parsed)) return isFirst ? unknown('headers.task', NAME, undefined) : parsed
  const [named, body] = isFirst ? fromFirst(headers, parsed.right) : [headers, parsed.right]
  const refused = unnamed(named, 'headers')
  if (refused) return refused
  const { id, task } = named as { readonly id: string; readonly task: string }
  try {
    return E.right({
      headers: headersOf(named, id, task),
      properties: propertiesOf(incoming, id),
      body: bodyOf(body),
    })
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
    const { path, expected, got } = error
    return E.left({ type: 'invalid-task', id, task, path, expected, got })
  }
}

/** The sentence of a message that cannot be taken: what was expected, what came, what becomes of it. */
export const messageSentence = (error: MessageError): string =>
  match(error)
    .returnType<string>()
    .with(
      { type: 'unknown-message' },
      ({ path, expected, got }) =>
        `a message that is none of Celery's protocol 2 was rejected: ${path} should be ${expected}, and is ${show(got)}`,
    )
    .with(
      { type: 'invalid-task' },
      ({ id, task, path, expected, got }) =>
        `the message of ${show(task)}[${show(id)}] was rejected: ${path} should be ${expected}, and is ${show(got)}`,
    )
    .with(
      { type: 'content-disallowed' },
      ({ content }) =>
        `a message of ${show(content)} was rejected: only application/json in utf-8 is read, uncompressed or in gzip or brotli; set task_serializer and task_compression so at the sender`,
    )
    .with(
      { type: 'too-large' },
      ({ characters, limit }) =>
        `a message of ${characters} characters was rejected: ${limit} are read at most`,
    )
    .with({ type: 'too-deep' }, ({ limit }) => `a message deeper than ${limit} levels was rejected`)
    .with({ type: 'not-json' }, ({ cause }) => `a message whose body is not JSON was rejected: ${cause}`)
    .exhaustive()

/** What is said of a message that does not name its task. */
function unnamed({ task, id }: JsonObject, path: string): E.Either<MessageError, never> | null {
  if (typeof task !== 'string' || task === '') return unknown(`${path}.task`, NAME, task)
  return typeof id !== 'string' || id === '' ? unknown(`${path}.id`, "a task's id", id) : null
}

const NAME = "a task's name"

/** The headers and body that a message of protocol 1, which has all in its body, has in 2 (worker/strategy.py, `proto1_to_proto2`). */
function fromFirst(own: JsonObject, body: Json): readonly [JsonObject, Json] {
  if (!isObject(body)) return [own, body]
  const { args = [], kwargs = {}, callbacks = null, errbacks = null, chord = null, ...rest } = body
  const { taskset, utc, ...named } = rest
  const group = taskset === undefined ? {} : { group: taskset }
  return [{ ...own, ...named, ...group }, [args, kwargs, { callbacks, errbacks, chord }]]
}

function refusedContent({ headers, contentType, contentEncoding }: Incoming): string | null {
  if (contentType !== undefined && contentType !== null && contentType !== CONTENT.type)
    return String(contentType)
  if (typeof contentEncoding === 'string' && !UTF8.test(contentEncoding)) return contentEncoding
  const { compression } = headers as JsonObject
  return isNothing(compression) || compressionOf(compression) !== null
    ? null
    : `compression ${String(compression)}`
}

const UTF8 = /^(utf-?8|us-ascii|ascii)$/i

/** All headers but those that only inform; the sender's own stay among them. */
function headersOf(given: JsonObject, id: string, task: string): Headers {
  const { argsrepr, kwargsrepr, origin, redelivered, compression, ...custom } = given
  const at = (name: string) => `headers.${name}`
  return {
    ...custom,
    lang: 'py',
    task,
    id,
    shadow: text(given.shadow, at('shadow')),
    eta: moment(given.eta, at('eta')),
    expires: moment(given.expires, at('expires')),
    group: text(given.group, at('group')),
    group_index: count(given.group_index, at('group_index')),
    retries: count(given.retries, at('retries')) ?? 0,
    timelimit: limits(given.timelimit, at('timelimit')),
    root_id: text(given.root_id, at('root_id')) ?? id,
    parent_id: text(given.parent_id, at('parent_id')),
    ignore_result: flag(given.ignore_result, at('ignore_result')),
    replaced_task_nesting: count(given.replaced_task_nesting, at('replaced_task_nesting')) ?? 0,
    stamped_headers: names(given.stamped_headers, at('stamped_headers')),
    stamps: object(given.stamps ?? {}, at('stamps')),
  }
}

function propertiesOf({ properties: given, queue, exchange, routingKey }: Incoming, id: string): Properties {
  const isRouted = typeof exchange === 'string' && exchange !== '' && typeof routingKey === 'string'
  const properties = object(given ?? {}, 'properties')
  return {
    correlation_id: text(properties.correlation_id, 'properties.correlation_id') ?? id,
    reply_to: text(properties.reply_to, 'properties.reply_to') ?? '',
    delivery_mode: 2,
    priority: count(properties.priority, 'properties.priority') ?? 0,
    ...(isRouted ? { exchange, routing_key: routingKey, queue } : { routing_key: queue }),
  }
}

function bodyOf(value: Json): Message['body'] {
  const [args, kwargs, embed = {}] = list(value, 'body')
  return [list(args, 'body[0]'), object(kwargs, 'body[1]'), embedOf(object(embed, 'body[2]'))]
}

function embedOf({ callbacks, errbacks, chain, chord }: JsonObject): Embed {
  const links = (value: unknown, name: string) =>
    isNothing(value)
      ? null
      : list(value, `body[2].${name}`).map((each, index) => readCanvas(each, `body[2].${name}[${index}]`))
  return {
    callbacks: links(callbacks, 'callbacks'),
    errbacks: links(errbacks, 'errbacks'),
    chain: stepsOf(links(chain, 'chain')),
    chord: isNothing(chord) ? null : readCanvas(chord, 'body[2].chord'),
  }
}

/** Celery's list has the next step at its end. */
const stepsOf = (lastFirst: readonly Canvas[] | null): Steps | null => before(lastFirst ?? [], null)

/** Reads a canvas, and in it what frozen steps carry: the body they report to, and what remains of a chain. */
export function readCanvas(value: unknown, path: string): Canvas {
  const canvas = decodeCanvas(value, path)
  readOptions(canvas, path)
  return canvas
}

/** The canvas has just been read, and belongs to nobody else. */
function readOptions(canvas: Canvas, path: string): void {
  const options = canvas.options as { chord?: unknown; chain?: unknown; eta?: unknown; expires?: unknown }
  for (const key of ['link', 'link_error'] as const)
    for (const each of linksOf(canvas.options[key])) readOptions(each, `${path}.options.${key}`)
  for (const key of ['eta', 'expires'] as const)
    if (isDate(options[key])) options[key] = moment(options[key].__value__, `${path}.options.${key}`)
  if (!isNothing(options.chord)) options.chord = readCanvas(options.chord, `${path}.options.chord`)
  if (Array.isArray(options.chain))
    options.chain = stepsOf(options.chain.map((step) => readCanvas(step, `${path}.options.chain`)))
  for (const each of partsOf(canvas)) readOptions(each, `${path}.kwargs`)
}

/** The steps, members, header and body of a canvas. */
function partsOf(canvas: Canvas): readonly Canvas[] {
  if (canvas.subtask_type === null) return []
  if (canvas.subtask_type !== 'chord') return canvas.kwargs.tasks
  const { body } = canvas.kwargs
  return body ? [...headerTasks(canvas), body] : headerTasks(canvas)
}

const unknown = (path: string, expected: string, got: unknown): E.Either<MessageError, never> =>
  E.left({ type: 'unknown-message', path, expected, got })

const isNothing = (value: unknown): value is null | undefined => value === null || value === undefined

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function object(value: unknown, path: string): JsonObject {
  if (!isObject(value)) throw new DecodeError(path, 'an object', value)
  return value
}

function list(value: unknown, path: string): readonly Json[] {
  if (!Array.isArray(value)) throw new DecodeError(path, 'a list', value)
  return value
}

function text(value: unknown, path: string): string | null {
  if (isNothing(value)) return null
  if (typeof value !== 'string') throw new DecodeError(path, 'a text', value)
  return value
}

function count(value: unknown, path: string): number | null {
  if (isNothing(value)) return null
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw new DecodeError(path, 'a whole number', value)
  return value
}

function flag(value: unknown, path: string): boolean {
  if (isNothing(value)) return false
  if (typeof value !== 'boolean') throw new DecodeError(path, 'true or false', value)
  return value
}

function names(value: unknown, path: string): readonly string[] | null {
  if (isNothing(value)) return null
  return list(value, path).map((name, index) => {
    if (typeof name !== 'string') throw new DecodeError(`${path}[${index}]`, 'a text', name)
    return name
  })
}

/** A date as kombu's JSON spells one: Python's clients leave dates in the options of what comes later. */
const isDate = (value: unknown): value is { readonly __value__: unknown } =>
  isObject(value) && value.__type__ === 'datetime'

/** An ISO-8601 time. Without a zone it is UTC, as Celery takes it. */
function moment(value: unknown, path: string): string | null {
  const time = text(value, path)
  if (time === null) return null
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(time) ? time : `${time}Z`
  if (Number.isNaN(Date.parse(zoned))) throw new DecodeError(path, 'an ISO-8601 time', value)
  return zoned
}

function limits(value: unknown, path: string): Headers['timelimit'] {
  if (isNothing(value)) return [null, null]
  const [hard, soft] = list(value, path)
  return [seconds(hard, `${path}[0]`), seconds(soft, `${path}[1]`)]
}

function seconds(value: unknown, path: string): number | null {
  if (isNothing(value)) return null
  if (typeof value !== 'number' || !(value >= 0)) throw new DecodeError(path, 'seconds', value)
  return value
}

function show(value: unknown): string {
  const json = JSON.stringify(value) ?? 'missing'
  return json.length > 60 ? `${json.slice(0, 57)}...` : json
}
