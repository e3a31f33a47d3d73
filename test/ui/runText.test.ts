import { describe, expect, it } from 'vitest'
import { film } from '../../src/ui/film.ts'
import { runText } from '../../src/ui/runText.ts'
import { chordRecording, manyRecording } from './recordings.ts'

describe('a run as text', () => {
  it('says how many results it leaves out', () => {
    const lines = runText(film(manyRecording(300)), 80).split('\n')
    expect(lines.at(-2)).toMatch(/\[198\] sendSms #199 +SUCCESS/)
    expect(lines.at(-1)).toBe('  ... and 101 more')
  })

  it('leaves out none of a few', () => {
    expect(runText(film(chordRecording()), 80)).not.toContain('more')
  })
})
