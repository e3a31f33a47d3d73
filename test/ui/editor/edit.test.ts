import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { edit, editorKeys, goTo } from '../../../src/ui/editor/edit.ts'
import { type Editor, openEditor, redo, textOf, undo } from '../../../src/ui/editor/editor.ts'
import { countMatches } from '../../../src/ui/editor/find.ts'
import { editorAt, keyNamed, pasted, press, shownOf, type, window } from './typing.ts'

describe('typing', () => {
  test('a new line is indented as the one above, and further behind a bracket', () => {
    expect(shownOf(type(editorAt('  a|b'), '\n'))).toBe('  a\n  |b')
    expect(shownOf(type(editorAt('  f(|)'), '\n'))).toBe('  f(\n    |\n  )')
    expect(shownOf(type(editorAt('  f(|'), '\n'))).toBe('  f(\n    |')
  })

  test('a closing bracket that begins its line goes back a level', () => {
    expect(shownOf(type(editorAt('f(\n    |'), ')'))).toBe('f(\n  )|')
    expect(shownOf(type(editorAt('f(\n    a|'), ')'))).toBe('f(\n    a)|')
  })

  test('backspace takes a level of indentation, a character of many code units, or the end of a line', () => {
    expect(shownOf(press(editorAt('    |a'), 'backspace'))).toBe('  |a')
    expect(shownOf(press(editorAt('👩‍👩‍👧|a'), 'backspace'))).toBe('|a')
    expect(shownOf(press(editorAt('a\n|b'), 'backspace'))).toBe('a|b')
    expect(shownOf(press(editorAt('|b'), 'backspace'))).toBe('|b')
  })

  test('words are erased whole', () => {
    expect(shownOf(press(editorAt('send.sms  |x'), 'ctrl+w'))).toBe('send.|x')
    expect(shownOf(press(editorAt('|send.sms'), 'meta+d'))).toBe('|.sms')
  })

  test('a paste comes in as it is, whatever ends its lines', () => {
    expect(shownOf(pasted(editorAt('a|b'), 'x(\r\n  y\rz'))).toBe('ax(\n  y\nz|b')
  })

  test('what is selected gives way', () => {
    const selected = press(editorAt('one| two'), 'ctrl+shift+left')
    expect(shownOf(selected)).toBe('|one[ two')
    expect(shownOf(type(selected, 'x'))).toBe('x| two')
    expect(shownOf(press(selected, 'delete'))).toBe('| two')
  })
})

describe('moving', () => {
  test('goes by characters as the eye counts them', () => {
    expect(shownOf(press(editorAt('|漢👩‍👩‍👧e\u0301x'), 'right', 'right', 'right'))).toBe('漢👩‍👩‍👧e\u0301|x')
    expect(shownOf(press(editorAt('漢👩‍👩‍👧|'), 'left'))).toBe('漢|👩‍👩‍👧')
  })

  test('keeps its column over shorter lines and wide characters', () => {
    expect(shownOf(press(editorAt('abcdef|\nab\n漢字漢字'), 'down', 'down'))).toBe('abcdef\nab\n漢字漢|字')
    expect(shownOf(press(editorAt('abcd|\n\nabcd'), 'down', 'down'))).toBe('abcd\n\nabcd|')
  })

  test('home goes to the first letter, then to the very start', () => {
    expect(shownOf(press(editorAt('  ab|'), 'home'))).toBe('  |ab')
    expect(shownOf(press(editorAt('  |ab'), 'home'))).toBe('|  ab')
  })

  test('out of a selection the caret goes to its edge', () => {
    expect(shownOf(press(editorAt('|abc'), 'shift+right', 'shift+right', 'left'))).toBe('|abc')
    expect(shownOf(press(editorAt('|abc'), 'shift+right', 'shift+right', 'right'))).toBe('ab|c')
  })

  test('the screen follows, down and to the right', () => {
    const long = openEditor(Array.from({ length: 100 }, (_, line) => `${line}${'-'.repeat(100)}`).join('\n'))
    const end = press(long, 'ctrl+end')
    expect(end.top).toBe(80)
    expect(end.left).toBeGreaterThan(0)
    const back = press(end, 'ctrl+home')
    expect([back.top, back.left]).toEqual([0, 0])
    expect(goTo(long, { line: 50, offset: 3 }, window).top).toBe(33)
    expect(goTo(long, { line: 5000, offset: 3 }, window).caret.line).toBe(99)
  })
})

describe('lines', () => {
  test('are indented and go back, with what is selected', () => {
    const selected = press(editorAt('|a\nb\nc'), 'shift+down', 'shift+end')
    expect(shownOf(press(selected, 'tab'))).toBe('  [a\n  b|\nc')
    expect(shownOf(press(selected, 'tab', 'shift+tab'))).toBe('[a\nb|\nc')
    expect(shownOf(press(editorAt('a|'), 'tab'))).toBe('a |')
  })

  test('become comments and code again', () => {
    const selected = press(editorAt('|  a\n\n    b'), 'shift+down', 'shift+down', 'shift+end')
    const commented = press(selected, 'ctrl+_')
    expect(textOf(commented)).toBe('  // a\n\n  //   b')
    expect(textOf(press(commented, 'ctrl+_'))).toBe('  a\n\n    b')
  })

  test('are carried up and down', () => {
    expect(shownOf(press(editorAt('a\nb|\nc'), 'meta+up'))).toBe('b|\na\nc')
    expect(shownOf(press(editorAt('a\nb|\nc'), 'meta+down'))).toBe('a\nc\nb|')
    expect(shownOf(press(editorAt('a|'), 'meta+down'))).toBe('a|')
    expect(shownOf(press(editorAt('|a\nb'), 'shift+down', 'meta+down'))).toBe('b\n[a|')
  })

  test('are cut, kept and put', () => {
    expect(shownOf(press(editorAt('a\nb|\nc'), 'ctrl+x', 'down', 'ctrl+v'))).toBe(
      'a\nc\nb|'.replace('c\nb|', 'cb\n|'),
    )
    const word = press(editorAt('|ab'), 'shift+right', 'ctrl+k', 'end', 'ctrl+v')
    expect(shownOf(word)).toBe('aba|')
  })
})

describe('undo', () => {
  test('takes back a word, and then the one before', () => {
    const typed = type(editorAt('|'), 'one two')
    expect(textOf(press(typed, 'ctrl+u'))).toBe('one ')
    expect(textOf(press(typed, 'ctrl+u', 'ctrl+u'))).toBe('')
    expect(textOf(press(typed, 'ctrl+u', 'ctrl+u', 'ctrl+y', 'ctrl+y'))).toBe('one two')
  })

  test('does nothing where there is nothing to undo', () => {
    const editor = editorAt('a|')
    expect(press(editor, 'ctrl+u')).toBe(editor)
    expect(press(editor, 'ctrl+y')).toBe(editor)
  })

  const anyText = fc.string({
    unit: fc.constantFrom('a', 'b ', '\n', '漢', '👩‍👩‍👧', '(', ')', '  ', 'e\u0301'),
    maxLength: 12,
  })
  const anyStep = fc.oneof(
    anyText.map((text) => (editor: Editor) => type(editor, text)),
    anyText.map((text) => (editor: Editor) => pasted(editor, text)),
    fc
      .constantFrom(
        ...editorKeys
          .flatMap(({ keys }) => Object.keys(keys))
          .filter((name) => !/ctrl\+[uyzf]$|ctrl\+shift\+z/.test(name)),
      )
      .map((name) => (editor: Editor) => press(editor, name)),
  )

  test('leads back through every text there was, and redo forth again', () => {
    fc.assert(
      fc.property(anyText, fc.array(anyStep, { maxLength: 30 }), (text, steps) => {
        const start = openEditor(text)
        const end = steps.reduce((editor, step) => step(editor), start)
        let back = end
        while (back.past.length > 0) back = undo(back)
        expect(textOf(back)).toBe(textOf(start))
        while (back.future.length > 0) back = redo(back)
        expect(textOf(back)).toBe(textOf(end))
      }),
      { numRuns: 500 },
    )
  })

  test('the caret is always at a place of the text, between whole characters', () => {
    const isPlace = ({ lines }: Editor, { line, offset }: Editor['caret']) => {
      const text = lines[line]
      if (text === undefined || offset > text.length) return false
      const starts = Array.from(new Intl.Segmenter().segment(text), ({ index }) => index)
      return offset === text.length || starts.includes(offset)
    }
    fc.assert(
      fc.property(anyText, fc.array(anyStep, { maxLength: 30 }), (text, steps) => {
        let editor = openEditor(text)
        for (const step of steps) {
          editor = step(editor)
          expect(isPlace(editor, editor.caret), shownOf(editor)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('find', () => {
  test('goes to what is typed, on to the next and around the end', () => {
    const editor = type(press(editorAt('|send sms\nsend it\nSend'), 'ctrl+f'), 'send')
    expect(shownOf(editor)).toBe('[send| sms\nsend it\nSend')
    expect(countMatches(editor, 'send')).toEqual({ total: 3, which: 1 })
    expect(shownOf(press(editor, 'down'))).toBe('send sms\n[send| it\nSend')
    expect(shownOf(press(editor, 'up'))).toBe('send sms\nsend it\n[Send|')
    expect(press(editor, 'down', 'enter').find).toBeNull()
    expect(shownOf(press(editor, 'down', 'escape'))).toBe('|send sms\nsend it\nSend')
  })

  test('a capital asks for a capital', () => {
    expect(shownOf(type(press(editorAt('|send\nSend'), 'ctrl+f'), 'Se'))).toBe('send\n[Se|nd')
  })

  test('stays where it began when there is nothing', () => {
    expect(shownOf(type(press(editorAt('a|b'), 'ctrl+f'), 'zz'))).toBe('a|b')
  })

  test('finds every match, and only matches', () => {
    const anyLine = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'İ', '漢'), maxLength: 20 })
    const anyQuery = fc.string({ unit: fc.constantFrom('a', 'b', 'A'), minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 5 }), anyQuery, (lines, query) => {
        const opened = press(openEditor(lines.join('\n')), 'ctrl+f')
        const editor = type(opened, query)
        const { total } = countMatches(editor, query)
        let at = editor
        const seen = new Set<string>()
        for (let step = 0; step < total; step++) {
          seen.add(JSON.stringify(at.anchor))
          at = press(at, 'down')
        }
        expect(seen.size).toBe(total === 0 ? 0 : total)
      }),
    )
  })
})

test('every key of the table does something somewhere', () => {
  const rich = press(editorAt('  one(two)\n    th|ree\nfour\nfive'), 'ctrl+x', 'ctrl+u', 'up', 'end', 'left')
  const undone = press(type(rich, 'x'), 'ctrl+u')
  const selected = press(rich, 'shift+left')
  for (const { keys, says } of editorKeys)
    for (const name of Object.keys(keys)) {
      const below = press(rich, 'ctrl+end', 'home', 'tab', 'right')
      const changed = [rich, undone, selected, below, type(rich, 'x')].some(
        (editor) => edit(editor, keyNamed(name), window) !== editor,
      )
      expect(changed, `${name}: ${says}`).toBe(true)
    }
})

test('five thousand lines are pasted, edited and undone in no time', () => {
  const line = "  const r = await chain(sendSms.s(1234, 'paid'), confirmSms.s(1234)).delay()"
  const text = Array.from({ length: 5000 }, () => line).join('\n')
  const { user } = process.cpuUsage()
  let editor = pasted(openEditor('a\nb'), text)
  for (let step = 0; step < 200; step++) editor = type(editor, 'x')
  editor = press(editor, 'ctrl+u', 'ctrl+u')
  expect((process.cpuUsage().user - user) / 1000).toBeLessThan(1500)
  expect(textOf(editor)).toBe('a\nb')
})
