import type { Json, JsonObject } from './json.ts'

/** What arguments can be bound to. */
export interface Callable {
  readonly name: string
  /** The task's own code; null for a task that lives elsewhere, whose parameters are known by declaration only. */
  readonly fn: ((...args: never[]) => unknown) | null
  /** The first parameter is the task's context, and does not count. */
  readonly bind: boolean
  /** The names of the parameters, when they are declared: `'y?'` is optional, `'*args'` the rest, `'**kwargs'` takes any keyword. */
  readonly parameters: readonly string[] | null
}

/** A parameter list, as Python's `inspect.signature` would give it. */
export interface ParameterList {
  /** The name as Python's messages say it: `add` of the task `proj.add`. */
  readonly label: string
  /** Positional parameters in order; null for one that has no name (a pattern, or code that cannot be read). */
  readonly names: readonly (string | null)[]
  /** How many of them must be given. */
  readonly required: number
  /** The most positional arguments that are taken; Infinity with a rest parameter. */
  readonly max: number
  /** Whether keywords without a parameter are taken. */
  readonly anyKeyword: boolean
}

const none: JsonObject = Object.freeze({})
const lists = new WeakMap<Callable, ParameterList>()

/**
 * The positional arguments of a call, as Python would bind them: keywords go to their place. Throws `TypeError` in
 * Python's words. A place in the middle that is left out holds `undefined`, so that the function's default counts.
 */
export function bindArguments(
  task: Callable,
  args: readonly Json[],
  kwargs: JsonObject = none,
): readonly (Json | undefined)[] {
  const list = parameterList(task)
  for (const _ in kwargs) return bindKeywords(list, args, kwargs)
  if (args.length < list.required) throw missing(list, args, kwargs)
  if (args.length > list.max) throw tooMany(list, args)
  return args
}

/** The parameters of a task, from its declaration or from its code; read once. */
export function parameterList(task: Callable): ParameterList {
  const present = lists.get(task)
  if (present) return present
  const list = task.parameters ? declared(task, task.parameters) : readFunction(task)
  lists.set(task, list)
  return list
}

function bindKeywords(
  list: ParameterList,
  args: readonly Json[],
  kwargs: JsonObject,
): readonly (Json | undefined)[] {
  const bound: (Json | undefined)[] = [...args]
  for (const key of Object.keys(kwargs)) {
    const place = list.names.indexOf(key)
    if (place < 0) {
      if (!list.anyKeyword) throw new TypeError(`${list.label}() got an unexpected keyword argument '${key}'`)
      continue
    }
    if (place < args.length) throw new TypeError(`${list.label}() got multiple values for argument '${key}'`)
    while (bound.length < place) bound.push(undefined)
    bound[place] = kwargs[key] as Json
  }
  if (args.length > list.max) throw tooMany(list, args)
  for (let place = args.length; place < list.required; place++) {
    const name = list.names[place]
    if (name === null || name === undefined || !Object.hasOwn(kwargs, name)) throw missing(list, args, kwargs)
  }
  return bound
}

function missing(list: ParameterList, args: readonly Json[], kwargs: JsonObject): TypeError {
  const names: string[] = []
  for (let place = args.length; place < list.required; place++) {
    const name = list.names[place] ?? `argument ${place + 1}`
    if (!Object.hasOwn(kwargs, name)) names.push(name)
  }
  const plural = names.length === 1 ? '' : 's'
  return new TypeError(
    `${list.label}() missing ${names.length} required positional argument${plural}: ${enumerate(names.map((name) => `'${name}'`))}`,
  )
}

/** `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`. */
const enumerate = (words: readonly string[]): string =>
  words.length < 3 ? words.join(' and ') : `${words.slice(0, -1).join(', ')}, and ${words.at(-1)}`

function tooMany(list: ParameterList, args: readonly Json[]): TypeError {
  const takes = list.required === list.max ? `${list.max}` : `from ${list.required} to ${list.max}`
  const plural = list.max === 1 ? '' : 's'
  return new TypeError(
    `${list.label}() takes ${takes} positional argument${plural} but ${args.length} ${args.length === 1 ? 'was' : 'were'} given`,
  )
}

const labelOf = (task: Callable): string => task.name.slice(task.name.lastIndexOf('.') + 1)

function declared(task: Callable, parameters: readonly string[]): ParameterList {
  const plain = parameters.filter((name) => !name.startsWith('*'))
  const optional = plain.findIndex((name) => name.endsWith('?'))
  // A default in the code makes a declared parameter optional too, so that nothing is said twice.
  const byCode =
    task.fn && !task.fn.toString().includes('[native code]') ? readFunction(task).required : plain.length
  const byName = optional < 0 ? plain.length : optional
  return {
    label: labelOf(task),
    names: plain.map((name) => name.replace(/\?$/, '')),
    required: Math.min(byName, byCode),
    max: parameters.some(isRest) ? Number.POSITIVE_INFINITY : plain.length,
    anyKeyword: parameters.some((name) => name.startsWith('**')),
  }
}

const isRest = (name: string): boolean => name.startsWith('*') && !name.startsWith('**')

function readFunction(task: Callable): ParameterList {
  const { fn, bind } = task
  const label = labelOf(task)
  if (!fn) return { label, names: [], required: 0, max: Number.POSITIVE_INFINITY, anyKeyword: true }
  const skipped = bind ? 1 : 0
  const required = Math.max(0, fn.length - skipped)
  const read = readParameters(fn.toString())
  if (!read) {
    const names = Array.from({ length: required }, () => null)
    return { label, names, required, max: Number.POSITIVE_INFINITY, anyKeyword: false }
  }
  const rest = read.at(-1)?.rest === true
  const plain = (rest ? read.slice(0, -1) : read).slice(skipped)
  return {
    label,
    names: plain.map((parameter) => parameter.name),
    required,
    max: rest ? Number.POSITIVE_INFINITY : plain.length,
    anyKeyword: false,
  }
}

interface Parameter {
  /** Null for a destructuring pattern. */
  readonly name: string | null
  readonly rest: boolean
}

/** The parameters in a function's text, or null when it cannot be read: native code, or a form not known here. */
export function readParameters(text: string): readonly Parameter[] | null {
  if (/\{\s*\[native code\]\s*\}\s*$/.test(text)) return null
  const single = /^(?:async\s+)?([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=>/u.exec(text)
  if (single) return [{ name: single[1] as string, rest: false }]
  const start = openingBracket(text)
  if (start < 0 || text.startsWith('class')) return null
  const parts = splitParameters(text, start + 1)
  return parts?.map(parameterOf) ?? null
}

/** Where the parameter list opens: the first round bracket outside a comment and outside a computed name. */
function openingBracket(text: string): number {
  let at = 0
  while (at < text.length) {
    const skipped = skipText(text, at)
    if (skipped > at) at = skipped
    else if (text[at] === '[') {
      const end = skipBrackets(text, at)
      if (end < 0) return -1
      at = end
    } else if (text[at] === '(') return at
    else at++
  }
  return -1
}

/** The texts between the commas up to the closing bracket; null when it never closes. */
function splitParameters(text: string, from: number): readonly string[] | null {
  const parts: string[] = []
  let part = ''
  let at = from
  while (at < text.length) {
    const skipped = skipText(text, at)
    if (skipped > at) {
      if (text[at] !== '/') part += text.slice(at, skipped)
      at = skipped
      continue
    }
    const char = text[at] as string
    if (char === ')') {
      if (part.trim() !== '') parts.push(part)
      return parts
    }
    if (char === '(' || char === '[' || char === '{') {
      const end = skipBrackets(text, at)
      if (end < 0) return null
      part += text.slice(at, end)
      at = end
      continue
    }
    if (char === ',') {
      parts.push(part)
      part = ''
    } else part += char
    at++
  }
  return null
}

/** The place behind the bracket that closes the one at `from`; -1 when there is none. */
function skipBrackets(text: string, from: number): number {
  let depth = 0
  let at = from
  while (at < text.length) {
    const skipped = skipText(text, at)
    if (skipped > at) {
      at = skipped
      continue
    }
    const char = text[at] as string
    if ('([{'.includes(char)) depth++
    if (')]}'.includes(char) && --depth === 0) return at + 1
    at++
  }
  return -1
}

/** The place behind the comment, string, template or regular expression that begins here, or `at` itself. */
function skipText(text: string, at: number): number {
  const char = text[at]
  if (char === '/' && text[at + 1] === '/') return endOf(text.indexOf('\n', at), text, 1)
  if (char === '/' && text[at + 1] === '*') return endOf(text.indexOf('*/', at + 2), text, 2)
  if (char === '"' || char === "'") return skipQuoted(text, at, char)
  if (char === '`') return skipTemplate(text, at)
  if (char === '/' && /[=(,:[!&|?{}]\s*$/.test(text.slice(Math.max(0, at - 20), at)))
    return skipRegExp(text, at)
  return at
}

const endOf = (found: number, text: string, length: number): number =>
  found < 0 ? text.length : found + length

function skipQuoted(text: string, from: number, quote: string): number {
  let at = from + 1
  while (at < text.length && text[at] !== quote) at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function skipTemplate(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && text[at] !== '`') {
    if (text[at] === '\\') at += 2
    else if (text[at] === '$' && text[at + 1] === '{') {
      const end = skipBrackets(text, at + 1)
      if (end < 0) return text.length
      at = end
    } else at++
  }
  return at + 1
}

function skipRegExp(text: string, from: number): number {
  let at = from + 1
  let inClass = false
  while (at < text.length && (inClass || text[at] !== '/')) {
    if (text[at] === '\\') at++
    else if (text[at] === '[') inClass = true
    else if (text[at] === ']') inClass = false
    at++
  }
  return at + 1
}

function parameterOf(text: string): Parameter {
  const trimmed = text.trim()
  const rest = trimmed.startsWith('...')
  const name = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(rest ? trimmed.slice(3).trim() : trimmed)
  return { name: name ? name[0] : null, rest }
}
