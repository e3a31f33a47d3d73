import { expect, test } from 'vitest'
import { pageCode } from '../../lessons/authoring/pageCode.ts'

const source = `import { chain } from 'celeriac'
import { smsText } from '../gateway.ts'
import {
  sendSms,
} from '../../bank.ts'

export async function lesson() {
  // ---cut---
  const r = await chain(
    sendSms.s(1234, 'a'),
    // @ts-expect-error
    smsText.s(),
  ).delay()
  const said = await r
    .get()
    .catch(String)
  return { r, said, last: await r.state() }
  // ---cut-after---
}
`

test('a program stands for itself on its page', () => {
  const code = pageCode({
    file: '01-middle/canvas.ts',
    source,
    problems: [{ line: 12, says: 'smsText takes more' }],
    values: { said: '"GatewayDown: no route"', last: '"FAILURE"' },
  })
  expect(code).toBe(`import { chain } from 'celeriac'
import { smsText } from './gateway.ts'
import {
  sendSms,
} from '../bank.ts'

const r = await chain(
  sendSms.s(1234, 'a'),
  // @ts-expect-error smsText takes more
  smsText.s(),
).delay()
const said = await r
  .get()
  .catch(String) // => "GatewayDown: no route"
const last = await r.state() // => "FAILURE"
`)
})

test('a program that is a module already is taken as it is, without its exports', () => {
  const code = pageCode({
    file: '10-rabbitmq/rpc.ts',
    source: `import { Celery } from 'celeriac'\n\n// ---cut---\nconst app = new Celery('bank')\nexport const sent = 1\n// ---cut-after---\n\nexport { app }\n`,
    problems: [],
    values: {},
  })
  expect(code).toBe(`import { Celery } from 'celeriac'\n\nconst app = new Celery('bank')\nconst sent = 1\n`)
})
