import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeLines } from '../../../src/ui/code.ts'
import { coloring } from '../../../src/ui/editor/coloring.ts'
import { type Row, rowText } from '../../../src/ui/span.ts'

const src = fileURLToPath(new URL('../../../src/', import.meta.url))
const programs = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(src + file, 'utf8'))

/** Each character with its role, since rows may be cut into spans in more than one way. */
const roles = (row: Row) =>
  row.flatMap(({ text, role }) => [...text].map((character) => `${character} ${role}`))

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: lines of templates, each alone
const tricky = [
  'const a = `x',
  '${ { b: `y',
  '} ${1} z` } } end`',
  '/* open',
  ' * `still` ${',
  ' */ after()',
  "'it' // `",
]
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: end of these lines

describe('colours of a line', () => {
  test('are those that the whole file gives it', () => {
    for (const source of [...programs.slice(0, 60), tricky.join('\n')]) {
      const whole = codeLines(source)
      const lines = source.replace(/\n+$/, '').split('\n')
      const rows = coloring()(lines, 0, lines.length)
      // The whole file's lines lose what they are all indented by: nothing, in a file.
      for (const { number, row } of whole)
        expect(roles(rows[number - 1]!), `${lines[number - 1]}`).toEqual(roles(row))
    }
  })

  test('are the same after any edits as in a file read for the first time', () => {
    const anyLine = fc.constantFrom(...tricky, 'plain()', '', '`', '}', '*/')
    const anyEdit = fc.record({
      at: fc.nat(9),
      remove: fc.nat(2),
      insert: fc.array(anyLine, { maxLength: 2 }),
      from: fc.nat(9),
    })
    fc.assert(
      fc.property(
        fc.array(anyLine, { minLength: 1, maxLength: 10 }),
        fc.array(anyEdit, { maxLength: 8 }),
        (start, edits) => {
          const color = coloring()
          let lines: readonly string[] = start
          for (const { at, remove, insert, from } of edits) {
            lines = lines.toSpliced(at, remove, ...insert)
            expect(color(lines, from, from + 3)).toEqual(
              coloring()(lines, 0, lines.length).slice(from, from + 3),
            )
          }
        },
      ),
    )
  })

  test('show what a terminal would obey, and never obey it', () => {
    const [row] = coloring()(["'\u001b[2J\u0007'\t// \u202e"], 0, 1)
    expect(rowText(row!)).toBe("'\\u001b[2J\\u0007'  // \\u202e")
  })

  test('cost what is on screen, not the whole of a long text', () => {
    const lines = Array.from(
      { length: 20_000 },
      (_, index) => `const a${index} = chain(send.s(${index}), \`x\`)`,
    )
    const cpuMsOf = (work: () => void) => {
      const { user } = process.cpuUsage()
      work()
      return (process.cpuUsage().user - user) / 1000
    }
    const color = coloring()
    const wholeMs = cpuMsOf(() => color(lines, 19_960, 20_000))
    const editsMs = cpuMsOf(() => {
      for (let step = 0; step < 20; step++) color(lines.with(19_970, `edited ${step}`), 19_960, 20_000)
    })
    expect(editsMs / 20).toBeLessThan(wholeMs / 10)
  })
})
