import type { Json } from '../canvas/json.ts'

/**
 * The value that Python's `repr` shows, as far as JSON has it: `{'a': (1, None)}` is `{ a: [1, null] }`. Undefined for
 * everything else: objects of other kinds, and what was cut off.
 */
export function readRepr(text: string): Json | undefined {
  try {
    const reader = new Reader(text)
    const value = reader.value()
    return reader.isAtEnd ? value : undefined
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}

/** A value of which nothing is known but how Python prints it. */
export class Repr {
  readonly repr: string

  constructor(repr: string) {
    this.repr = repr
  }
}

/** An exception as Python prints it, `ValueError('boom')`, in its parts. */
export function readException(text: string): { readonly type: string; readonly args: readonly Json[] } {
  const [, type, inner] = /^([\w.]+)\((.*)\)$/s.exec(text) ?? []
  if (type === undefined || inner === undefined) return { type: text, args: [] }
  const args = inner === '' ? [] : readRepr(`[${inner}]`)
  return { type, args: Array.isArray(args) ? args : [inner] }
}

class Unreadable extends Error {}

/** Deeper than this nobody looks. */
const MOST_DEEP = 100

class Reader {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    this.#blanks()
    return this.#at === this.#text.length
  }

  value(): Json {
    this.#blanks()
    const next = this.#text[this.#at]
    if (next === "'" || next === '"') return this.#string(next)
    if (next === '[') return this.#list(']').items
    if (next === '(') {
      const { items, ends } = this.#list(')')
      return items.length === 1 && !ends ? items[0]! : items
    }
    if (next === '{') return this.#dict()
    const [word] = this.#take(/[A-Za-z]+|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/y)
    if (word === 'None') return null
    if (word === 'True' || word === 'False') return word === 'True'
    const number = Number(word)
    if (!Number.isFinite(number)) throw new Unreadable()
    return number
  }

  /** Items up to the bracket; whether a comma stands behind the last. */
  #list(close: string): { readonly items: Json[]; readonly ends: boolean } {
    const items: Json[] = []
    let ends = false
    this.#open()
    while (!this.#closes(close)) {
      if (items.length > 0 && !ends) throw new Unreadable()
      items.push(this.value())
      ends = this.#comma()
    }
    return { items, ends }
  }

  #dict(): Json {
    const fields: [string, Json][] = []
    let ends = true
    this.#open()
    while (!this.#closes('}')) {
      if (!ends) throw new Unreadable()
      const key = this.value()
      this.#take(/\s*:/y)
      fields.push([typeof key === 'string' ? key : JSON.stringify(key), this.value()])
      ends = this.#comma()
    }
    return Object.fromEntries(fields)
  }

  #string(quote: string): string {
    this.#at++
    let text = ''
    for (;;) {
      const [plain] = this.#take(quote === "'" ? /[^'\\]*/y : /[^"\\]*/y)
      text += plain
      const next = this.#text[this.#at++]
      if (next === quote) return text
      if (next !== '\\') throw new Unreadable()
      const [escaped] = this.#take(/x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|[\\'"nrt]/y)
      const code = escaped.length > 1 ? Number.parseInt(escaped.slice(1), 16) : null
      if (code !== null && code > 0x10ffff) throw new Unreadable()
      text += code === null ? ESCAPES[escaped] : String.fromCodePoint(code)
    }
  }

  #open(): void {
    if (++this.#depth > MOST_DEEP) throw new Unreadable()
    this.#at++
  }

  #closes(close: string): boolean {
    this.#blanks()
    if (this.#text[this.#at] !== close) return false
    this.#depth--
    this.#at++
    return true
  }

  #comma(): boolean {
    this.#blanks()
    if (this.#text[this.#at] !== ',') return false
    this.#at++
    return true
  }

  #blanks(): void {
    this.#take(/\s*/y)
  }

  #take(what: RegExp): RegExpExecArray {
    what.lastIndex = this.#at
    const found = what.exec(this.#text)
    if (found === null) throw new Unreadable()
    this.#at = what.lastIndex
    return found
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  n: '\n',
  r: '\r',
  t: '\t',
}
