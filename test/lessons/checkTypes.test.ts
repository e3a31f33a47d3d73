import { expect, it } from 'vitest'
import { checkTypes } from '../../lessons/checkTypes.ts'

it('asks the compiler about the same program once', async () => {
  const source = "const said: number = 'hello'\n"
  const first = checkTypes('start.ts', source, { said: 'number' })
  expect(checkTypes('start.ts', source, { said: 'number' })).toBe(first)
  expect(checkTypes('start.ts', source, { said: 'string' })).not.toBe(first)
  expect(await first).toMatchObject({ problems: [{ line: 1 }], instead: {} })
}, 60_000)
