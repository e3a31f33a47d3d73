import type { KeyName } from './key.ts'

/** `ESC [ … letter` and `ESC O letter`: cursor keys and the first function keys. */
export const LETTER_KEYS: Readonly<Record<string, KeyName>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
}

/** `ESC O letter` of a keypad that sends sequences: `j` is the first. */
export const KEYPAD_LETTERS = '*+,-./0123456789'

/** `ESC [ [ letter`: the function keys of the Linux console. */
export const CONSOLE_KEYS: Readonly<Record<string, KeyName>> = { A: 'f1', B: 'f2', C: 'f3', D: 'f4', E: 'f5' }

/** `ESC [ number ~`, and with another last character in rxvt: the editing block and the function keys. */
export const NUMBER_KEYS: Readonly<Record<number, KeyName>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
}

/** Characters that are keys of their own, sent as they are or as `ESC [ code u`. */
export const CODE_KEYS: Readonly<Record<number, KeyName>> = {
  8: 'backspace',
  9: 'tab',
  10: 'enter',
  13: 'enter',
  27: 'escape',
  32: 'space',
  127: 'backspace',
  57414: 'enter',
  57417: 'left',
  57418: 'right',
  57419: 'up',
  57420: 'down',
  57421: 'pageup',
  57422: 'pagedown',
  57423: 'home',
  57424: 'end',
  57425: 'insert',
  57426: 'delete',
}

/** What the keys of the keypad type, in kitty's order. */
export const KEYPAD_TEXT = '0123456789./*-+'
/** The code of the keypad's 0 in kitty's numbering. */
export const KEYPAD_FIRST = 57399

/** rxvt says the modifiers with the last character instead of a number. */
export const RXVT_MODIFIERS: Readonly<Record<string, number>> = { '~': 0, $: 1, '^': 4, '@': 5 }

/** The bits of a modifier number, less the one that is added to it on the wire. Two more tell Caps and Num Lock. */
export const MODIFIER = { shift: 1, alt: 2, ctrl: 4, super: 8, hyper: 16, meta: 32 } as const
