import { brotliCompressSync, constants, deflateSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { bodyBytes, bodyText } from '../../src/protocol/bodyText.ts'

const ZLIB = 'application/x-gzip'
const BROTLI = 'application/x-brotli'

const body = Buffer.from('[[1, "håå"], {}, {}]')

test('a body is read as it is, or unpacked when it says that it is packed', () => {
  expect(bodyText(body, {})).toEqual(E.right(body.toString()))
  expect(bodyText(body, null)).toEqual(E.right(body.toString()))
  expect(bodyText(deflateSync(body), { compression: ZLIB })).toEqual(E.right(body.toString()))
  expect(bodyText(brotliCompressSync(body), { compression: BROTLI })).toEqual(E.right(body.toString()))
})

test('what is packed here is read here, and smaller', () => {
  const text = JSON.stringify([[body.toString().repeat(100)], {}, {}])
  expect(bodyBytes(text, null).toString()).toBe(text)
  for (const compression of [ZLIB, BROTLI] as const) {
    const packed = bodyBytes(text, compression)
    expect(packed.length).toBeLessThan(text.length / 10)
    expect(bodyText(packed, { compression })).toEqual(E.right(text))
  }
})

test.each([
  [ZLIB, deflateSync],
  [BROTLI, (bytes: Buffer) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } })],
])('what would unpack to more than a body may have is not unpacked: %s', (compression, pack) => {
  const bomb = pack(Buffer.alloc(50_000_000))
  expect(bomb.length).toBeLessThan(60_000)
  const before = process.memoryUsage().arrayBuffers
  expect(bodyText(bomb, { compression }, 1_000_000)).toEqual(
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
