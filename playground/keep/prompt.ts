import type { Key } from '../../src/ui/terminal/key.ts'

/** A line that is typed below the screen: a path, or what is to be written. */
export interface Prompt {
  readonly asks: 'save' | 'open' | 'export'
  readonly text: string
  /** Of an export, which one. */
  readonly format?: string
}

/** The prompt with a key typed into it; undefined when the key ends it, with or without an answer. */
export const promptKey = (prompt: Prompt, key: Key): Prompt => {
  if (key.name === 'backspace') return { ...prompt, text: [...prompt.text].slice(0, -1).join('') }
  if (key.ctrl && key.name === 'u') return { ...prompt, text: '' }
  if (key.text === undefined || key.ctrl || key.meta) return prompt
  return { ...prompt, text: (prompt.text + key.text.split(/[\r\n]/)[0]!).slice(0, longest) }
}

/** As long as a path can be. */
const longest = 4096
