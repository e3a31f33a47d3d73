import { deflateSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { bodyText, ZLIB } from '../../src/protocol/bodyText.ts'

const body = Buffer.from('[[1, "håå"], {}, {}]')

test('a body is read as it is, or unpacked when it says that it is packed', () => {
  expect(bodyText(body, {})).toEqual(E.right(body.toString()))
  expect(bodyText(body, null)).toEqual(E.right(body.toString()))
  expect(bodyText(deflateSync(body), { compression: ZLIB })).toEqual(E.right(body.toString()))
})

test('what would unpack to more than a body may have is not unpacked', () => {
  const bomb = deflateSync(Buffer.alloc(50_000_000))
  expect(bomb.length).toBeLessThan(60_000)
  const before = process.memoryUsage().arrayBuffers
  expect(bodyText(bomb, { compression: ZLIB }, 1_000_000)).toEqual(
    E.left('a compressed body of more than 1000000 bytes'),
  )
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000)
})

test('what is not packed as it says, and what is no text, is refused', () => {
  expect(bodyText(body, { compression: ZLIB })).toMatchObject({
    left: expect.stringMatching(/not compressed as it says/),
  })
  expect(bodyText(Buffer.from([0xff, 0xfe]), {})).toEqual(E.left('a body that is not utf-8'))
  expect(bodyText(deflateSync(Buffer.from([0xff, 0xfe])), { compression: ZLIB })).toEqual(
    E.left('a body that is not utf-8'),
  )
})
