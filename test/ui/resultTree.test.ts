import { describe, expect, it } from 'vitest'
import type { Recording } from '../../src/runtime/recording.ts'
import { film } from '../../src/ui/film.ts'
import { resultTree } from '../../src/ui/resultTree.ts'
import { rowText } from '../../src/ui/span.ts'
import {
  chainRecording,
  chordRecording,
  linkRecording,
  manyRecording,
  thriceRecording,
} from './recordings.ts'

const drawn = (
  recording: Recording,
  { count = Number.POSITIVE_INFINITY, columns = 60, rows = 12, ascii = false } = {},
) => {
  const view = { film: film(recording), count, limit: Number.POSITIVE_INFINITY, look: { ascii } }
  return resultTree(view, columns, rows).rows.map((row) => rowText(row).trimEnd())
}

describe('the result tree', () => {
  it('tells chain from link', () => {
    expect(drawn(chainRecording())).toEqual([
      'r sendWhatsapp    ✓ SUCCESS ["SMS sent", "WhatsApp sent"]',
      '└ .parent sendSms ✓ SUCCESS "SMS sent"',
      'r.get() ▸ ["SMS sent", "WhatsApp sent"]',
    ])
    expect(drawn(linkRecording())).toEqual([
      'r sendSms                   ✓ SUCCESS "SMS sent"',
      '└ .children[0] sendWhatsapp ✓ SUCCESS "WhatsApp sent"',
      'r.get() ▸ "SMS sent"',
    ])
  })

  it('lists a group in call order, and what came before it', () => {
    expect(drawn(chordRecording(), { count: 12 })).toEqual([
      'r group of 2         ◦ 0/2 ready',
      '├ [0] countSms       ◦ PENDING',
      '├ [1] countWhatsapp  ◦ PENDING',
      '└ .parent group of 2 ▸ 1/2 ready',
      '  ├ [0] sendSms      ✓ SUCCESS "SMS sent"',
      '  └ [1] sendWhatsapp ▸ STARTED',
      'r.get() ┄┄ waits',
    ])
  })

  it('puts a value below where it does not fit beside', () => {
    expect(drawn(linkRecording(), { columns: 36, ascii: true })).toEqual([
      'r sendSms                  + SUCCESS',
      '  "SMS sent"',
      '`- .children[0] sendWhatsapp + SUCCESS',
      '     "WhatsApp sent"',
      'r.get() > "SMS sent"',
    ])
  })

  it('cuts what is too long, and keeps what get() gave', () => {
    const rows = drawn(manyRecording(100_0), { rows: 6 })
    expect(rows).toHaveLength(6)
    expect(rows[0]).toMatch(/^r group of 1000 +✗ 1000\/1000 ready$/)
    expect(rows.at(-1)).toBe('⋮ more')
  })

  it('names every result the program holds', () => {
    expect(drawn(thriceRecording(), { count: 0 })).toEqual([
      'r1 sendSms    ◦ PENDING',
      'r2 sendSms #2 ◦ PENDING',
      'r3 sendSms #3 ◦ PENDING',
    ])
  })
})
