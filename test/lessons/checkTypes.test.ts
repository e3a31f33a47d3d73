import { expect, it } from 'vitest'
import { checkTypes, checkTypesTogether } from '../../lessons/checkTypes.ts'

it('asks the compiler about the same program once', async () => {
  const source = "const said: number = 'hello'\n"
  const first = checkTypes('start.ts', source, { said: 'number' })
  expect(checkTypes('start.ts', source, { said: 'number' })).toBe(first)
  expect(checkTypes('start.ts', source, { said: 'string' })).not.toBe(first)
  expect(await first).toMatchObject({ problems: [{ line: 1 }], instead: {} })
}, 60_000)

it('asks about several programs at once, and keeps their answers apart', async () => {
  const wrong = { file: 'start.ts', source: "const said: number = 'once'\n", types: {} }
  const right = { file: 'solution.ts', source: "export const said = 'twice'\n", types: { said: 'number' } }
  checkTypesTogether([wrong, right])
  const asked = checkTypes(wrong.file, wrong.source, wrong.types)
  expect(await asked).toMatchObject({ problems: [{ line: 1 }], instead: {} })
  expect(await checkTypes(right.file, right.source, right.types)).toEqual({
    problems: [],
    instead: { said: '"twice"' },
  })
}, 60_000)

it.each(['const x = (', 'function late() {', '/* a word', 'const text = `a'])(
  'sees that something is not closed: %s',
  async (open) => {
    const source = `export const said = 1\n${open}\n`
    const { problems, instead } = (await checkTypes('start.ts', source, { said: 'number' }))!
    expect(problems.at(-1)).toEqual({ line: 2, says: expect.stringContaining('ends too early') })
    expect(instead.said).not.toBeNull()
  },
  60_000,
)
