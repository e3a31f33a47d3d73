import type { Key } from './terminal/key.ts'

/** One line of a screen's keys. The footer and the help screen are made from it, and the screen obeys it. */
export interface Binding<State, Action> {
  /** The keys, with what each does. */
  readonly keys: Readonly<Record<string, Action>>
  /** How the keys are written. */
  readonly shown: string
  /** One word for the footer, and a sentence for the help screen. */
  readonly does: string | ((state: State) => string)
  readonly says: string
  when(state: State): boolean
}

/** A key's name with what was held: `shift+left`, `ctrl+c`, `?`. */
export const keyName = (key: Key): string =>
  `${key.ctrl ? 'ctrl+' : ''}${key.meta ? 'meta+' : ''}${key.shift && key.name.length > 1 ? 'shift+' : ''}${key.name}`

/** What a key asks for now, by a screen's table of keys; undefined when it does nothing. */
export const boundTo = <State, Action>(
  table: readonly Binding<State, Action>[],
  state: State,
  key: Key,
): Action | undefined => {
  const name = keyName(key)
  return table.find((one) => Object.hasOwn(one.keys, name) && one.when(state))?.keys[name]
}

/** Keys as a footer names them: how they are written, and what they do. */
export interface Offered {
  readonly shown: string
  readonly does: string
}

/** The keys of a table that do something now, and what: for the footer. */
export const offeredKeys = <State, Action>(
  table: readonly Binding<State, Action>[],
  state: State,
): readonly Offered[] =>
  table
    .filter((binding) => binding.when(state))
    .map(({ shown, does }) => ({ shown, does: typeof does === 'string' ? does : does(state) }))
