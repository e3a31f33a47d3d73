import { wrapText } from './prose.ts'
import { width } from './width.ts'

/** A text behind its head, wrapped below itself. */
export const hang = (text: string, head: string, columns: number): readonly string[] => {
  const indent = Math.min(width(head), columns >> 1)
  return wrapText(text, Math.max(8, columns - width(head))).map((line, index) =>
    index === 0 ? head + line : ' '.repeat(indent) + line,
  )
}
