import { Repr } from '../protocol/readRepr.ts'

/** A value as the screens print it: JSON with air, one line, errors by name, every control character escaped. Of a large one, the start. */
export const printValue = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return printable(print(value, { left: most }))
  const known = printed.get(value)
  if (known !== undefined) return known
  const text = printable(print(value, { left: most }))
  printed.set(value, text)
  return text
}

/** No screen is wider than this, so more of a value is never looked at. */
const most = 1000

/** The same values are printed at every frame. */
const printed = new WeakMap<object, string>()

interface Room {
  left: number
}

const print = (value: unknown, room: Room): string => {
  if (value === undefined) return 'none'
  if (Array.isArray(value)) return `[${few(value, room, (item) => print(item, room))}]`
  if (value instanceof Error) {
    room.left -= value.name.length
    return `${value.name}(${print(value.message, room)})`
  }
  if (isException(value))
    return `${value.exc_type}(${few(value.exc_message, room, (item) => print(item, room))})`
  if (value instanceof Repr) {
    room.left -= value.repr.length
    return value.repr.slice(0, most)
  }
  if (typeof value === 'object' && value !== null) {
    const fields = few(Object.entries(value), room, ([key, field]) => `${key}: ${print(field, room)}`)
    return fields === '' ? '{}' : `{ ${fields} }`
  }
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, most)) : String(value)
  room.left -= text.length
  return text
}

/** As many of them as there is room for. */
const few = <Item>(items: readonly Item[], room: Room, one: (item: Item) => string) => {
  const texts: string[] = []
  for (const item of items) {
    if (room.left <= 0) {
      texts.push('…')
      break
    }
    room.left -= 2
    texts.push(one(item))
  }
  return texts.join(', ')
}

const hidden = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

/** The text with everything escaped that a terminal would obey instead of show. */
export const printable = (text: string): string =>
  text.replace(hidden, (character) =>
    character === '\u200d' ? character : `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  )

/** The same of a text that may have lines. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n')

/** An exception as Python prints it: `ValueError('no such account')`. */
export const printException = (exception: {
  readonly exc_type: string
  readonly exc_message: readonly unknown[]
}): string => {
  const room = { left: most }
  return printable(`${exception.exc_type}(${few(exception.exc_message, room, (item) => print(item, room))})`)
}

/** Is this what the backend stores for a failure? */
export const isException = (
  value: unknown,
): value is { readonly exc_type: string; readonly exc_message: readonly unknown[] } =>
  typeof value === 'object' && value !== null && 'exc_type' in value && 'exc_message' in value
