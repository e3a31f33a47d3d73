/** A value as the screens print it: JSON with air, one line, every control character escaped. */
export const printValue = (value: unknown): string => printable(print(value))

const print = (value: unknown): string => {
  if (value === undefined) return 'none'
  if (Array.isArray(value)) return `[${few(value, print).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = few(Object.entries(value), ([key, field]) => `${key}: ${print(field)}`)
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
  }
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 1000)) : String(value)
}

/** No screen is wider than a thousand columns, so that is all of a long list that is ever printed. */
const few = <Item>(items: readonly Item[], one: (item: Item) => string) =>
  items.length <= 500 ? items.map(one) : [...items.slice(0, 500).map(one), '…']

const hidden = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

/** The text with everything escaped that a terminal would obey instead of show. */
export const printable = (text: string): string =>
  text.replace(hidden, (character) =>
    character === '\u200d' ? character : `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  )

/** An exception as Python prints it: `ValueError('no such account')`. */
export const printException = (exception: {
  readonly exc_type: string
  readonly exc_message: readonly unknown[]
}): string => printable(`${exception.exc_type}(${exception.exc_message.map(print).join(', ')})`)

/** Is this what the backend stores for a failure? */
export const isException = (
  value: unknown,
): value is { readonly exc_type: string; readonly exc_message: readonly unknown[] } =>
  typeof value === 'object' && value !== null && 'exc_type' in value && 'exc_message' in value
