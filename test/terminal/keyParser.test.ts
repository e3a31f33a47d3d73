import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Key } from '../../src/ui/terminal/key.ts'
import { keyParser } from '../../src/ui/terminal/keyParser.ts'

const ESC = '\u001b'

const key = (name: string, modifiers = '', text?: string): Key => ({
  name,
  ctrl: modifiers.includes('c'),
  shift: modifiers.includes('s'),
  meta: modifiers.includes('m'),
  ...(text === undefined ? {} : { text }),
})

/** Reads all of it, and takes what is left as it stands. */
const keysOf = (...chunks: readonly (string | Uint8Array)[]): readonly Key[] => {
  const parser = keyParser()
  const keys = chunks.flatMap((chunk) => parser.push(Buffer.from(chunk as string)))
  return [...keys, ...parser.flush()]
}

const TABLE: [title: string, bytes: string, ...keys: Key[]][] = [
  ['a letter', 'a', key('a', '', 'a')],
  ['a capital letter', 'E', key('E', 's', 'E')],
  ['a letter with an accent', 'é', key('é', '', 'é')],
  ['a character of four bytes', '🥕', key('🥕', '', '🥕')],
  ['a sign', '?', key('?', '', '?')],
  ['space', ' ', key('space', '', ' ')],
  ['enter', '\r', key('enter')],
  ['line feed', '\n', key('enter')],
  ['tab', '\t', key('tab')],
  ['backspace', '\u007f', key('backspace')],
  ['Ctrl-C', '\u0003', key('c', 'c')],
  ['Ctrl-Space', '\u0000', key('space', 'c')],
  ['Ctrl-backslash', '\u001c', key('\\', 'c')],
  ['two letters', 'ab', key('a', '', 'a'), key('b', '', 'b')],
  ['escape', ESC, key('escape')],
  ['escape twice', ESC + ESC, key('escape'), key('escape')],
  ['escape three times', ESC + ESC + ESC, key('escape'), key('escape'), key('escape')],
  ['Alt-a', `${ESC}a`, key('a', 'm')],
  ['Alt-A', `${ESC}A`, key('A', 'ms')],
  ['Alt-Enter', `${ESC}\r`, key('enter', 'm')],
  ['Alt-bracket', `${ESC}[`, key('[', 'm')],
  ['Alt-O', `${ESC}O`, key('O', 'ms')],
  ['up', `${ESC}[A`, key('up')],
  ['down', `${ESC}[B`, key('down')],
  ['right', `${ESC}[C`, key('right')],
  ['left', `${ESC}[D`, key('left')],
  ['up in application mode', `${ESC}OA`, key('up')],
  ['Shift-left', `${ESC}[1;2D`, key('left', 's')],
  ['Shift-right', `${ESC}[1;2C`, key('right', 's')],
  ['Alt-left', `${ESC}[1;3D`, key('left', 'm')],
  ['Ctrl-left', `${ESC}[1;5D`, key('left', 'c')],
  ['Ctrl-Shift-Alt-left', `${ESC}[1;8D`, key('left', 'csm')],
  ['Esc and left', `${ESC}${ESC}[D`, key('left', 'm')],
  ['Shift-left in rxvt', `${ESC}[d`, key('left', 's')],
  ['Ctrl-left in rxvt', `${ESC}Od`, key('left', 'c')],
  ['home', `${ESC}[H`, key('home')],
  ['end', `${ESC}[F`, key('end')],
  ['home in application mode', `${ESC}OH`, key('home')],
  ['home in the Linux console', `${ESC}[1~`, key('home')],
  ['end in the Linux console', `${ESC}[4~`, key('end')],
  ['home in rxvt', `${ESC}[7~`, key('home')],
  ['Shift-home in rxvt', `${ESC}[7$`, key('home', 's')],
  ['Ctrl-end in rxvt', `${ESC}[8^`, key('end', 'c')],
  ['insert', `${ESC}[2~`, key('insert')],
  ['delete', `${ESC}[3~`, key('delete')],
  ['Ctrl-delete', `${ESC}[3;5~`, key('delete', 'c')],
  ['page up', `${ESC}[5~`, key('pageup')],
  ['page down', `${ESC}[6~`, key('pagedown')],
  ['F1', `${ESC}OP`, key('f1')],
  ['F4', `${ESC}OS`, key('f4')],
  ['F1 in kitty', `${ESC}[P`, key('f1')],
  ['F1 in rxvt', `${ESC}[11~`, key('f1')],
  ['F1 in the Linux console', `${ESC}[[A`, key('f1')],
  ['Shift-F3', `${ESC}[1;2R`, key('f3', 's')],
  ['F5', `${ESC}[15~`, key('f5')],
  ['F12', `${ESC}[24~`, key('f12')],
  ['Shift-Tab', `${ESC}[Z`, key('tab', 's')],
  ['Esc in kitty', `${ESC}[27u`, key('escape')],
  ['Ctrl-a in kitty', `${ESC}[97;5u`, key('a', 'c')],
  ['Ctrl-Shift-a in kitty', `${ESC}[97;6u`, key('a', 'cs')],
  ['Shift-a in kitty', `${ESC}[97;2u`, key('A', 's', 'A')],
  ['Shift-1 in kitty, with the character', `${ESC}[49:33;2u`, key('!', 's', '!')],
  ['a under Num Lock in kitty', `${ESC}[97;129u`, key('a', '', 'a')],
  ['Ctrl-Enter in kitty', `${ESC}[13;5u`, key('enter', 'c')],
  ['the keypad in kitty', `${ESC}[57404u`, key('5', '', '5')],
  ['a key let go in kitty', `${ESC}[97;1:3u`],
  ['a modifier alone in kitty', `${ESC}[57441;2u`],
  ['Ctrl-i by modifyOtherKeys', `${ESC}[27;5;105~`, key('i', 'c')],
  ['a paste', `${ESC}[200~a\r\u0003${ESC}[A${ESC}[201~`, key('paste', '', `a\r\u0003${ESC}[A`)],
  ['Esc and a paste', `${ESC}${ESC}[200~x${ESC}[201~`, key('escape'), key('paste', '', 'x')],
  ['focus and blur', `${ESC}[I${ESC}[O`],
  ['a mouse report', `${ESC}[<0;3;4M${ESC}[<0;3;4m`],
  ['an old mouse report', `${ESC}[M !!q`, key('q', '', 'q')],
  ['where the cursor is', `${ESC}[12;40R`],
  ['what the terminal can do', `${ESC}[?62;4c`],
  ['a mode report', `${ESC}[?2026;2$y`],
  ['a sequence broken off by a key', `${ESC}[1;${ESC}[A`, key('up')],
  ['a sequence broken off by Enter', `${ESC}[1;5\r`, key('enter')],
]

describe('every key', () => {
  test.each(TABLE)('%s', (_title, bytes, ...keys) => {
    expect(keysOf(bytes)).toEqual(keys)
  })
})

describe('chunks', () => {
  const anyKey = fc.constantFrom(
    ...TABLE.map(([, bytes]) => bytes).filter((bytes) => !new RegExp(`${ESC}[[O]?$`).test(bytes)),
  )
  const anyText = fc.string({ unit: 'grapheme', maxLength: 6 })
  const anyNoise = fc.string({
    unit: fc.constantFrom(ESC, '[', 'O', '1', ';', '5', '$', '~', 'A', 'u', '\r', 'é', '<', 'M'),
    maxLength: 12,
  })
  const anyStream = fc
    .array(fc.oneof(anyKey, anyText, anyNoise), { maxLength: 12 })
    .map((parts) => Buffer.from(parts.join('')))
  const anyCuts = fc.array(fc.nat(80), { maxLength: 20 })

  test('the keys are the same however the bytes are cut', () => {
    fc.assert(
      fc.property(anyStream, anyCuts, (stream, cuts) => {
        const edges = [0, ...cuts.filter((cut) => cut < stream.length).sort((a, b) => a - b), stream.length]
        const chunks = edges.slice(1).map((edge, index) => stream.subarray(edges[index], edge))
        expect(keysOf(...chunks)).toEqual(keysOf(stream))
      }),
      { numRuns: 2000 },
    )
  })

  test('whatever came before, a key is read after it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => {
        const parser = keyParser()
        parser.push(noise)
        parser.flush()
        // A paste has to end, and a mouse report to be complete, before a key is a key again.
        parser.push(Buffer.from(`${ESC}[201~    `))
        expect(parser.push(Buffer.from(`${ESC}[1;2D`)).at(-1)).toEqual(key('left', 's'))
      }),
      { numRuns: 2000 },
    )
  })
})
