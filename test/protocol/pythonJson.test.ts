import { spawnSync } from 'node:child_process'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { pythonJson } from '../../src/protocol/pythonJson.ts'
import { describeWith } from '../needs.ts'

test('spaces stand where Python puts them, and all is ASCII', () => {
  expect(pythonJson([1, 'id', 'SUCCESS', { a: [true, null], ü: '\u007f' }])).toBe(
    '[1, "id", "SUCCESS", {"a": [true, null], "\\u00fc": "\\u007f"}]',
  )
})

test('it is the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(pythonJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

describeWith('python', 'beside Python', () => {
  test('any text comes out as json.dumps writes it', () => {
    const texts = fc.sample(fc.string({ unit: 'grapheme' }), { numRuns: 200, seed: 1 })
    const program = 'import sys, json; [print(json.dumps(json.loads(line))) for line in sys.stdin]'
    const { stdout } = spawnSync('python3', ['-c', program], {
      input: texts.map((text) => `${JSON.stringify(text)}\n`).join(''),
      encoding: 'utf8',
      env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    })
    expect(stdout.trimEnd().split('\n')).toEqual(texts.map(pythonJson))
  })
})
