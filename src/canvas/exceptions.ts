import type { Json } from './json.ts'
import type { StoredException } from './runtime.ts'

/** The base of Celery's errors. `exc_type` on the wire is the class's name. */
export class CeleryError extends Error {
  override get name(): string {
    return this.constructor.name
  }
}

/** No task of this name is registered with the worker. */
export class NotRegistered extends CeleryError {}
/** A task of a chord's header failed, so the body will not run. */
export class ChordError extends CeleryError {}
/** The task was retried as often as it may be. */
export class MaxRetriesExceededError extends CeleryError {}
/** The task was revoked, or expired, before it ran, or terminated while it ran. */
export class TaskRevokedError extends CeleryError {}
/** The result was not there in time; the task goes on. */
export class TimeoutError extends CeleryError {}
/** The message is not one of a task. */
export class InvalidTaskError extends CeleryError {}
/** There is no such thing: a result that its set does not hold, a stamp without a value. */
export class KeyError extends CeleryError {}
/** A result further down is not ready. */
export class IncompleteStream extends CeleryError {}
/** What cannot be done here: waiting for a result inside a task. */
export class RuntimeError extends CeleryError {}
/** The backend cannot do this. */
export class NotImplementedError extends CeleryError {}
/** The app's settings do not allow this. */
export class ImproperlyConfigured extends CeleryError {}
/** Raised inside a task that runs longer than its soft time limit. */
export class SoftTimeLimitExceeded extends CeleryError {}
/** The task ran longer than its time limit, and its process was killed. */
export class TimeLimitExceeded extends CeleryError {}
/** The worker process died while it ran the task. */
export class WorkerLostError extends CeleryError {}
/** The broker or the result backend cannot be reached, or refused (kombu's error). */
export class OperationalError extends CeleryError {}
/** A value that JSON does not carry, or a message that the broker does not (kombu's error). */
export class EncodeError extends CeleryError {}

/** Thrown by a task: acknowledge the message, store nothing, call nobody. */
export class Ignore extends CeleryError {}

/** Thrown by a task: reject the message. */
export class Reject extends CeleryError {
  readonly reason: string | null
  readonly requeue: boolean

  constructor(reason: string | null = null, requeue = false) {
    super(reason ?? '')
    this.reason = reason
    this.requeue = requeue
  }
}

/** Thrown by `self.retry()`: the task has been published again. */
export class Retry extends CeleryError {
  /** Why: the error given to `retry({ exc })`. */
  readonly exc: Error | null
  /** Seconds, or the moment as ISO-8601, of the next try. */
  readonly when: number | string | null

  constructor(message = '', exc: Error | null = null, when: number | string | null = null) {
    super(message)
    this.exc = exc
    this.when = when
  }
}

/**
 * Ours: a result that can never become ready, because nothing is under way any more that could report it. Celery's
 * `get()` waits for ever here.
 */
export class NeverReady extends CeleryError {
  /** Who was waited for, and why it will never report. */
  readonly why: string

  constructor(why = '') {
    super(why)
    this.why = why
  }
}

type Raisable = new (message?: string) => Error

/** The classes that come back as themselves; any other name comes back as a class made for it. */
const known: Readonly<Record<string, Raisable>> = {
  NotRegistered,
  ChordError,
  MaxRetriesExceededError,
  TaskRevokedError,
  TimeoutError,
  InvalidTaskError,
  KeyError,
  IncompleteStream,
  RuntimeError,
  NotImplementedError,
  ImproperlyConfigured,
  SoftTimeLimitExceeded,
  TimeLimitExceeded,
  WorkerLostError,
  OperationalError,
  EncodeError,
  Ignore,
  NeverReady,
  Error,
  TypeError,
  RangeError,
  SyntaxError,
  ReferenceError,
  EvalError,
  URIError,
}

/** Python's modules of the classes that exist there too; a Python client then rebuilds the very class. */
const modules: Readonly<Record<string, string>> = {
  TypeError: 'builtins',
  SyntaxError: 'builtins',
  KeyError: 'builtins',
  NotImplementedError: 'builtins',
  RuntimeError: 'builtins',
  SoftTimeLimitExceeded: 'billiard.exceptions',
  TimeLimitExceeded: 'billiard.exceptions',
  WorkerLostError: 'billiard.exceptions',
  OperationalError: 'kombu.exceptions',
  EncodeError: 'kombu.exceptions',
}

/** An error as the backend stores it; anything else that was thrown is stored as an `Error` of its text. */
export function storedException(error: unknown): StoredException {
  if (!(error instanceof Error))
    return { exc_type: 'Error', exc_message: [text(error)], exc_module: 'builtins' }
  const exc_type = typeName(error)
  const stored = (error as { readonly args?: unknown }).args
  return {
    exc_type,
    exc_message: isArgs(stored) ? stored : error.message === '' ? [] : [error.message],
    exc_module: moduleOf(error, exc_type),
  }
}

/** The stored exception as an error: of its class when that is one of Celery's or JavaScript's, else of a class made for it. */
export function raise(stored: StoredException): Error {
  const { exc_type, exc_message, exc_module } = stored
  const message = exc_message.map(text).join(', ')
  const error = new (known[exc_type] ?? synthesised(exc_type))(message)
  if (exc_message.length !== 1 || typeof exc_message[0] !== 'string') define(error, 'args', exc_message)
  if (!known[exc_type] && exc_module) define(error, 'module', exc_module)
  return error
}

const made = new Map<string, Raisable>()

/** `create_exception_cls`: a class of that name, the same one each time. */
function synthesised(name: string): Raisable {
  const present = made.get(name)
  if (present) return present
  const fresh = class extends CeleryError {}
  Object.defineProperty(fresh, 'name', { value: name })
  made.set(name, fresh)
  return fresh
}

/** The class's name; a `name` of the instance's or class's own wins. */
function typeName(error: Error): string {
  const constructorName = error.constructor?.name
  return error.name && error.name !== 'Error' ? error.name : constructorName || 'Error'
}

function moduleOf(error: Error, type: string): string {
  const own = (error as { readonly module?: unknown }).module
  if (typeof own === 'string') return own
  return modules[type] ?? (error instanceof CeleryError && known[type] ? 'celery.exceptions' : 'builtins')
}

const isArgs = (value: unknown): value is readonly Json[] => Array.isArray(value)

const define = (error: Error, key: string, value: unknown) =>
  Object.defineProperty(error, key, { value, enumerable: false })

const text = (value: unknown): string => {
  if (typeof value === 'string') return value
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value)
  }
}
