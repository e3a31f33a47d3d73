import { describe, expect, it } from 'vitest'
import { eventLine } from '../../src/ui/eventLine.ts'
import { changeAt, countAt, film, stateAt, whereAt } from '../../src/ui/film.ts'
import {
  chainRecording,
  chordRecording,
  linkRecording,
  manyRecording,
  TraceBuilder,
  task,
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

  it('goes back to the stored state when a worker dies, or stores nothing', () => {
    const stores = (taskId: string, state: string) =>
      ({ type: 'result-stored', taskId, state, result: null, children: [] }) as const
    const recording = new TraceBuilder()
      .sent(0, 'a', 'a')
      .sent(0, 'b', 'b')
      .sent(0, 'c', 'c')
      .sent(0, 'd', 'd')
      .started(50, 'a')
      .at(50, stores('a', 'STARTED'))
      .started(50, 'b', 2)
      .at(60, { type: 'worker-offline', worker: 1 }, { type: 'worker-offline', worker: 2 })
      .started(70, 'c')
      .at(80, stores('c', 'BOUNCED'), { type: 'task-ignored', taskId: 'c', replaced: false })
      .started(70, 'd')
      .at(80, { type: 'task-ignored', taskId: 'd', replaced: false })
      .recording()
    const whole = film(recording)
    const states = ['a', 'b', 'c', 'd'].map((id) => stateAt(whole, id, recording.trace.length))
    expect(states).toEqual(['STARTED', 'PENDING', 'BOUNCED', 'IGNORED'])
  })

  it('keeps each process to one run at a time', () => {
    for (const { runs } of film(manyRecording(200)).processes)
      for (const [index, run] of runs.entries())
        expect(run.fromMs).toBeGreaterThanOrEqual(runs[index - 1]?.toMs ?? 0)
  })

  it('takes from the queue what a worker refuses, once for each time', () => {
    const recording = new TraceBuilder()
      .sent(0, 'a', 'a')
      .sent(0, 'a', 'a', { cause: 'redelivery' })
      .failed(50, 'a', 'nobody knows a')
      .failed(90, 'a', 'nobody knows a')
      .recording()
    const { levels } = film(recording).queues[0]!
    expect(levels.map(({ atMs, waiting }) => [atMs, waiting])).toEqual([
      [0, 1],
      [0, 2],
      [50, 1],
      [90, 0],
    ])
  })

  it('takes from the queue what a dying worker held, until it is delivered again', () => {
    const recording = new TraceBuilder()
      .applied(0, task('a', 'a'), null)
      .sent(0, 'a', 'a')
      .sent(0, 'b', 'b')
      .started(50, 'a')
      .at(50, { type: 'task-received', taskId: 'b', worker: 1 })
      .at(300, { type: 'worker-offline', worker: 1 })
      .at(1300, { type: 'worker-online', worker: 1 })
      .sent(3300, 'b', 'b', { cause: 'redelivery' })
      .started(3350, 'b')
      .succeeded(4000, 'b', 1)
      .recording({}, 1)
    const whole = film(recording)
    expect(whole.queues[0]!.levels.map(({ atMs, waiting }) => [atMs, waiting])).toEqual([
      [0, 1],
      [0, 2],
      [50, 1],
      [300, 0],
      [3300, 1],
      [3350, 0],
    ])
    expect(stateAt(whole, 'a', recording.trace.length)).toBe('PENDING')
  })

  it('keeps the first success, as the backend does, when a message comes twice', () => {
    const recording = new TraceBuilder()
      .applied(0, task('a', 'a'), null)
      .sent(0, 'a', 'a')
      .sent(0, 'a', 'a', { cause: 'redelivery' })
      .started(50, 'a')
      .succeeded(900, 'a', 1)
      .started(950, 'a')
      .at(1900, { type: 'task-succeeded', taskId: 'a', result: 2, runtimeMs: 950 })
      .recording({}, 1)
    const whole = film(recording)
    expect(stateAt(whole, 'a', recording.trace.length - 1)).toBe('STARTED')
    expect(changeAt(whole, 'a', recording.trace.length)).toMatchObject({ state: 'SUCCESS', value: 1 })
    expect(eventLine(whole, recording.trace.length - 1).what).toBe('ends a SUCCESS 2, not kept')
  })
})
