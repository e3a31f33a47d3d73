import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { fencesIn, isAsPromised } from '../../lessons/authoring/fences.ts'
import { typeLies } from '../../lessons/authoring/typedFences.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const page = 'lessons/05-signatures-chaining/README.md'

test.each([
  ['const r: AsyncResult<string>', 'const r: AsyncResult<string>', true],
  ['const r: AsyncResult<string, []>', 'const r: AsyncResult<string...>', true],
  ['const r: AsyncResult<string, []>', 'AsyncResult<string, []>', false],
  ['[1, 2]', '[1, 2', false],
  ['a\nb', 'a...b', true],
])('%j kept the promise %j: %s', (text, promise, isKept) => {
  expect(isAsPromised(text, promise)).toBe(isKept)
})

test('the blocks of a page know their lines', () => {
  const markdown =
    'One\n\n```ts\nconst a = 1\n```\n\n```sh\nls\n```\n\n```ts\nconst b = 2\nconst c = 3\n```\n'
  expect(fencesIn(page, markdown)).toEqual([
    { page, line: 4, code: 'const a = 1\n' },
    { page, line: 12, code: 'const b = 2\nconst c = 3\n' },
  ])
})

test('what a page says of types is compared with the compiler', { timeout: 60_000 }, async () => {
  const fence = (line: number, ...code: readonly string[]) => ({ page, line, code: `${code.join('\n')}\n` })
  const sms = "import { sendSms } from '../bank.ts'"
  const lies = await typeLies(root, [
    fence(10, sms, "const r = await sendSms.delay(1, 'a')", '//    ^? const r: AsyncResult<string...>'),
    fence(20, sms, "const r = await sendSms.delay(1, 'a')", '//    ^? const r: number'),
    fence(30, '// @errors: 2339', sms, 'sendSms.nope()'),
    fence(40, '// @errors: 2339', sms, "sendSms.s(1, 'a')"),
    fence(50, sms, '', "sendSms.s('1', 'a')"),
    fence(60, "import { nothing } from './nowhere.ts'"),
  ])
  expect(lies.map(({ line, says }) => `${line}: ${says.replace(/`|\.$/g, '').slice(0, 90)}`)).toEqual([
    '40: the error TS2339 is promised, and does not come',
    expect.stringMatching(/^52: this does not compile: TS\d+ /),
    expect.stringMatching(/^60: this does not compile: TS2307 /),
    expect.stringMatching(/^22: the type is said to be const r: number, and is const r: AsyncResult/),
  ])
})
