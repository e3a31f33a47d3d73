import { StringDecoder } from 'node:string_decoder'
import type { Key } from './key.ts'
import {
  CODE_KEYS,
  CONSOLE_KEYS,
  KEYPAD_FIRST,
  KEYPAD_LETTERS,
  KEYPAD_TEXT,
  LETTER_KEYS,
  MODIFIER,
  NUMBER_KEYS,
  RXVT_MODIFIERS,
} from './sequences.ts'

/** Bytes in, keys out. */
export interface KeyParser {
  /** The keys that are complete with these bytes. The start of a key stays inside until the rest arrives. */
  push(bytes: Uint8Array): readonly Key[]
  /** What is inside could be a key as it stands (Esc, or Alt and a bracket): ask `flush` when nothing more comes. */
  readonly ambiguous: boolean
  /** Takes what is inside as the key it is if nothing more comes. */
  flush(): readonly Key[]
}

/** Reads a terminal's bytes as keys: the same keys however the bytes are cut into chunks. */
export const keyParser = (): KeyParser => {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  return {
    push: (bytes) => {
      rest += decoder.write(bytes as Buffer)
      const keys: Key[] = []
      for (;;) {
        const found = read(rest)
        if (found === undefined) return keys
        rest = rest.slice(found.length)
        if (found.key !== undefined) keys.push(found.key)
      }
    },
    get ambiguous() {
      return AMBIGUOUS.test(rest)
    },
    flush: () => {
      if (!AMBIGUOUS.test(rest)) return []
      const keys = flushed(rest)
      rest = ''
      return keys
    },
  }
}

/** A token at the start of the text: how long it is, and the key it stands for, if it is one. */
interface Token {
  readonly length: number
  readonly key?: Key | undefined
}

const ESC = '\u001b'
// biome-ignore lint/suspicious/noControlCharactersInRegex: Esc is what it looks for
const AMBIGUOUS = /^\u001b+[[O]?$/
/** Longer than any key: what goes on further is noise. */
const LONGEST = 64
const PARAMETERS = new RegExp(
  `^..([\\u0030-\\u003f]{0,${LONGEST + 1}}[\\u0020-\\u002f]{0,${LONGEST + 1}})`,
  's',
)

/** The first token, or undefined while it may still go on. */
const read = (text: string): Token | undefined => {
  if (text === '') return undefined
  if (text[0] !== ESC) return readCharacter(text)
  if (text.length === 1) return undefined
  if (text[1] === '[') return readCsi(text)
  if (text[1] === 'O') return readSs3(text)
  if (text.startsWith(ESC + ESC + ESC)) return { length: 1, key: key('escape') }
  const next = read(text.slice(1))
  if (next === undefined) return undefined
  // Esc and then a key: that key with Alt.
  if (next.key === undefined || next.key.name === 'paste') return { length: 1, key: key('escape') }
  return { length: 1 + next.length, key: withMeta(next.key) }
}

const readCharacter = (text: string): Token => {
  const code = text.codePointAt(0)!
  const character = String.fromCodePoint(code)
  return { length: character.length, key: characterKey(code) }
}

const characterKey = (code: number): Key | undefined => {
  if (code === 0) return key('space', MODIFIER.ctrl)
  const name = CODE_KEYS[code]
  if (name === 'space') return key('space', 0, ' ')
  if (name !== undefined) return key(name)
  // Ctrl takes the two high bits from a letter: Ctrl-A is 1, and Ctrl-\ 28.
  if (code < 32) return key(String.fromCharCode(code + (code <= 26 ? 96 : 64)), MODIFIER.ctrl)
  if (code >= 0x80 && code < 0xa0) return undefined
  const text = String.fromCodePoint(code)
  return key(text, isCapital(text) ? MODIFIER.shift : 0, text)
}

const isCapital = (text: string) => text !== text.toLowerCase() && text === text.toUpperCase()

/** `ESC O letter`, with a modifier between in some terminals. */
const readSs3 = (text: string): Token | undefined => {
  const modifier = /\d/.test(text[2] ?? '') ? text[2]! : ''
  const letter = text[2 + modifier.length]
  if (letter === undefined) return undefined
  const found = ss3Key(letter, modifier === '' ? 0 : Number(modifier) - 1)
  return found === undefined ? altLetter('O') : { length: 3 + modifier.length, key: found }
}

const ss3Key = (letter: string, modifiers: number): Key | undefined => {
  if (letter === 'M') return key('enter', modifiers)
  if (letter === 'I') return key('tab', modifiers)
  // rxvt says Ctrl with a small letter.
  if (/[a-d]/.test(letter)) return named(LETTER_KEYS[letter.toUpperCase()], MODIFIER.ctrl)
  const keypad = KEYPAD_LETTERS[letter.charCodeAt(0) - 'j'.charCodeAt(0)]
  return keypad === undefined ? named(LETTER_KEYS[letter], modifiers) : key(keypad, modifiers, keypad)
}

/** It began like a sequence and is none: Alt and that letter, and what follows is for itself. */
const altLetter = (letter: string): Token => ({
  length: 2,
  key: withMeta(characterKey(letter.charCodeAt(0))!),
})

/** `ESC [ parameters intermediates final`. */
const readCsi = (text: string): Token | undefined => {
  if (text.startsWith(PASTE_BEGIN)) return readPaste(text)
  if (text[2] === '[') return readConsole(text)
  // rxvt ends a shifted key with `$`, which elsewhere goes before the last character.
  const shifted = /^..(\d+)\$/.exec(text)
  if (shifted) return { length: shifted[0].length, key: csiKey(shifted[1]!, '$') }
  const parameters = PARAMETERS.exec(text)![1]!
  const final = text[2 + parameters.length]
  if (parameters.length > LONGEST) return { length: 2 + parameters.length }
  if (final === undefined) return undefined
  const length = 3 + parameters.length
  // A control character, or a letter beyond ASCII, breaks a sequence off.
  if (final < '@' || final > '~') return parameters === '' ? altLetter('[') : { length: length - 1 }
  // An old mouse report has three characters more.
  if (final === 'M' && parameters === '') return text.length < length + 3 ? undefined : { length: length + 3 }
  return { length, key: csiKey(parameters, final) }
}

const readConsole = (text: string): Token | undefined => {
  if (text[3] === undefined) return undefined
  const name = CONSOLE_KEYS[text[3]]
  return name === undefined ? { length: 3 } : { length: 4, key: key(name) }
}

/** The key of a whole sequence; undefined when it is an answer, a focus or a mouse report, or a key let go. */
const csiKey = (parameters: string, final: string): Key | undefined => {
  if (/[^\d;:]/.test(parameters)) return undefined
  const [first = [], second = [], third = []] = parameters
    .split(';')
    .map((each) => each.split(':').map(Number))
  const [code = 0, shiftedCode = 0] = first
  const [modifierPlusOne = 1, event = 1] = second
  const modifiers = Math.max(modifierPlusOne - 1, 0)
  const released = event === 3
  if (released) return undefined
  if (final === 'u') return codeKey(code, shiftedCode, modifiers)
  if (final === '~' && code === 27) return codeKey(third[0] ?? 0, 0, modifiers)
  if (final in RXVT_MODIFIERS) return named(NUMBER_KEYS[code], modifiers | RXVT_MODIFIERS[final]!)
  if (final === 'Z') return key('tab', modifiers | MODIFIER.shift)
  // A number before a letter tells where the cursor is, not which key.
  if (code > 1) return undefined
  if (/[a-d]/.test(final)) return named(LETTER_KEYS[final.toUpperCase()], MODIFIER.shift)
  return named(LETTER_KEYS[final], modifiers)
}

/** A key told by its character's code, as kitty and modifyOtherKeys do. */
const codeKey = (code: number, shiftedCode: number, modifiers: number): Key | undefined => {
  const name = CODE_KEYS[code]
  const types = (modifiers & SILENT) === 0
  if (name !== undefined) return key(name, modifiers, name === 'space' && types ? ' ' : undefined)
  const keypad = KEYPAD_TEXT[code - KEYPAD_FIRST]
  if (keypad !== undefined) return key(keypad, modifiers, types ? keypad : undefined)
  const privateUse = code >= 0xe000 && code <= 0xf8ff
  if (code < 32 || privateUse || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined
  const shifted = (modifiers & MODIFIER.shift) !== 0
  const plain = String.fromCodePoint(shifted && isTextCode(shiftedCode) ? shiftedCode : code)
  const text = shifted && types ? plain.toUpperCase() : plain
  return key(text, modifiers, types ? text : undefined)
}

/** With one of these held a key types nothing. */
const SILENT = MODIFIER.alt | MODIFIER.ctrl | MODIFIER.super | MODIFIER.hyper | MODIFIER.meta

const isTextCode = (code: number) => code >= 32 && code < 0xd800

const PASTE_BEGIN = `${ESC}[200~`
const PASTE_END = `${ESC}[201~`

const readPaste = (text: string): Token | undefined => {
  const end = text.indexOf(PASTE_END)
  if (end === -1) return undefined
  return { length: end + PASTE_END.length, key: key('paste', 0, text.slice(PASTE_BEGIN.length, end)) }
}

/** What could have gone on and did not: Esc, some times over, or Alt with a bracket or an O. */
const flushed = (text: string): readonly Key[] => {
  const escapes = [...text].filter((character) => character === ESC).map(() => key('escape'))
  const letter = text.at(-1)!
  return letter === ESC ? escapes : [...escapes.slice(1), withMeta(characterKey(letter.charCodeAt(0))!)]
}

const named = (name: string | undefined, modifiers = 0) =>
  name === undefined ? undefined : key(name, modifiers)

const key = (name: string, modifiers = 0, text?: string): Key => ({
  name,
  ctrl: (modifiers & MODIFIER.ctrl) !== 0,
  shift: (modifiers & MODIFIER.shift) !== 0,
  meta: (modifiers & (MODIFIER.alt | MODIFIER.meta)) !== 0,
  ...(text === undefined ? {} : { text }),
})

/** The same key with Alt, which types nothing any more. */
const withMeta = ({ name, ctrl, shift }: Key): Key => ({ name, ctrl, shift, meta: true })
