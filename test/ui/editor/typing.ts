import { edit, type Window } from '../../../src/ui/editor/edit.ts'
import { type Editor, openEditor, textOf } from '../../../src/ui/editor/editor.ts'
import type { Key } from '../../../src/ui/terminal/key.ts'
import { keyParser } from '../../../src/ui/terminal/keyParser.ts'

/** Keys for tests of what is typed into. */

export const window: Window = { columns: 60, rows: 20 }

/** A key by its name as the tables write it: `ctrl+shift+left`, `a`. */
export const keyNamed = (name: string): Key => {
  const [, held, bare] = /^((?:ctrl\+|meta\+|shift\+)*)(.+)$/s.exec(name)!
  const ctrl = held!.includes('ctrl+')
  const meta = held!.includes('meta+')
  const types = [...bare!].length === 1 && !ctrl && !meta
  return {
    name: bare!,
    ctrl,
    meta,
    shift: held!.includes('shift+'),
    ...(types ? { text: bare! } : bare === 'space' ? { text: ' ' } : {}),
  }
}

export const press = (editor: Editor, ...names: readonly string[]): Editor =>
  names.reduce((state, name) => edit(state, keyNamed(name), window), editor)

/** What a terminal sends when a person types this. */
export const type = (editor: Editor, text: string): Editor =>
  keyParser()
    .push(Buffer.from(text.replaceAll('\n', '\r')))
    .reduce((state, key) => edit(state, key, window), editor)

export const pasted = (editor: Editor, text: string): Editor =>
  edit(editor, { name: 'paste', ctrl: false, meta: false, shift: false, text }, window)

/** The text with `|` where the caret is, and `[` where the selection begins or ends. */
export const shownOf = (editor: Editor): string => {
  const { caret, anchor } = editor
  const marks = [{ ...caret, sign: '|' }, ...(anchor === null ? [] : [{ ...anchor, sign: '[' }])].sort(
    (one, other) => other.line - one.line || other.offset - one.offset,
  )
  const lines = [...editor.lines]
  for (const { line, offset, sign } of marks)
    lines[line] = lines[line]!.slice(0, offset) + sign + lines[line]!.slice(offset)
  return lines.join('\n')
}

/** An editor with its caret at `|`. */
export const editorAt = (text: string): Editor => {
  const editor = openEditor(text.replace('|', ''))
  const before = text.slice(0, text.indexOf('|')).split('\n')
  return { ...editor, caret: { line: before.length - 1, offset: before.at(-1)!.length } }
}

export { textOf }
