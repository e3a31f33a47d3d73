import { describe, expect, it } from 'vitest'
import { countAt, film, stateAt, whereAt } from '../../src/ui/film.ts'
import {
  chainRecording,
  chordRecording,
  linkRecording,
  manyRecording,
  thriceRecording,
} from './recordings.ts'

const recordings = [chainRecording(), linkRecording(), chordRecording(), thriceRecording(), manyRecording(60)]

describe('a film', () => {
  it('says at every event what the trace up to it says', () => {
    for (const recording of recordings) {
      const whole = film(recording)
      for (let count = 0; count <= recording.trace.length; count += 3) {
        const part = film({ ...recording, trace: recording.trace.slice(0, count) })
        for (const id of whole.tasks.keys()) {
          expect(stateAt(whole, id, count)).toBe(stateAt(part, id, count))
          expect(whereAt(whole, id, count)).toEqual(whereAt(part, id, count))
        }
        for (const counter of whole.counters)
          expect(countAt(counter, count)).toEqual(part.counterOf.get(counter.groupId)?.counts.at(-1))
      }
    }
  })

  it('numbers tasks of one name in the order they are spoken of', () => {
    const labels = Array.from(film(thriceRecording()).tasks.values(), (one) => one.label)
    expect(labels).toEqual(['sendSms', 'sendSms #2', 'sendSms #3'])
  })

  it('counts what waits in a queue and what is parked there', () => {
    const [queue] = film(thriceRecording()).queues
    const levels = queue!.levels.map(({ atMs, waiting, parked }) => [atMs, waiting, parked])
    expect(levels).toEqual([
      [0, 1, 0],
      [0, 2, 0],
      [0, 2, 1],
      [80, 1, 1],
      [90, 0, 1],
      [5000, 1, 0],
      [5000, 0, 0],
    ])
  })

  it('keeps each process to one run at a time', () => {
    for (const { runs } of film(manyRecording(200)).processes)
      for (const [index, run] of runs.entries())
        expect(run.fromMs).toBeGreaterThanOrEqual(runs[index - 1]?.toMs ?? 0)
  })
})
