/**
 * One key press, as every part of the program sees it. `name` says which key: a word for a key that prints nothing
 * (`left`, `enter`, `f1`), the character itself for one that does (`a`, `?`, `é`). A capital letter is its own
 * name with `shift` set: `{ name: 'E', shift: true }`.
 */
export interface Key {
  readonly name: KeyName | (string & {})
  readonly ctrl: boolean
  readonly shift: boolean
  /** Alt, Option or Meta was held, or Esc came right before. */
  readonly meta: boolean
  /** What the key would type; of a paste, all that was pasted. Absent when it types nothing. */
  readonly text?: string
}

/** The keys that have a name instead of a character. A paste is a key too: it arrives whole, as `text`. */
export type KeyName =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'home'
  | 'end'
  | 'pageup'
  | 'pagedown'
  | 'insert'
  | 'delete'
  | 'backspace'
  | 'enter'
  | 'tab'
  | 'escape'
  | 'space'
  | 'paste'
  | `f${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12}`
