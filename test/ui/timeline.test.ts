import { describe, expect, it } from 'vitest'
import type { Recording } from '../../src/runtime/recording.ts'
import { rowText } from '../../src/ui/span.ts'
import { endOf, positionAt, stage } from '../../src/ui/stage.ts'
import { timeline } from '../../src/ui/timeline.ts'
import {
  chainRecording,
  chordRecording,
  manyRecording,
  TraceBuilder,
  task,
  thriceRecording,
} from './recordings.ts'

const drawn = (
  recordings: readonly Recording[],
  { atMs = 0, untilMs = Number.POSITIVE_INFINITY, columns = 71, rows = 12, ascii = false } = {},
) => {
  const run = stage(recordings)
  const names = recordings.map((_, index) => `run ${index + 1}`)
  const horizon = untilMs === Number.POSITIVE_INFINITY ? endOf(run) : positionAt(run, untilMs)
  const view = { stage: run, names, at: positionAt(run, atMs), horizon, look: { ascii } }
  return timeline(view, columns, rows).lanes.map((row) => rowText(row).trimEnd())
}

describe('the timeline', () => {
  it('has a lane for everybody who takes part', () => {
    expect(drawn([chordRecording()], { atMs: 2350 })).toEqual([
      'client     ●┄ get ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┃┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄✓ [1, 1]',
      'queue   0  ░░                            ┃       ░░',
      'worker 1    █ sendSms █████████████✓     ┃',
      'worker 2    █ sendWhatsapp ██████████████┃███████✓',
      'worker 3                                 ┃        ██████✓',
      'worker 4                                 ┃        █ coun…✓',
      'counter                            ◇1/2  ┃       ◇2/2',
      'backend                            ◆"SMS sent"   ◆"What…◆◆1',
    ])
  })

  it('draws nothing beyond the horizon', () => {
    const rows = drawn([chainRecording()], { atMs: 1000, untilMs: 1000 })
    for (const row of rows) expect(row.indexOf('┃')).toBe(row.length - 1)
    expect(rows[2]).toMatch(/^worker 1 {6}█ sendSms █+┃$/)
  })

  it('parks a message until its countdown', () => {
    const [, queue] = drawn([thriceRecording()], { atMs: 3000, ascii: true })
    expect(queue).toBe('queue   1  .----------------------|---------------.')
  })

  it('shows how each wait ended, where another follows or something is sent at once', () => {
    const recording = new TraceBuilder()
      .applied(0, task('a', 'a'), null)
      .sent(0, 'a', 'a')
      .at(0, { type: 'get-waiting', id: 'a' })
      .at(1000, { type: 'get-raised', id: 'a', error: { type: 'TimeoutError', message: '' } })
      .at(1000, { type: 'get-waiting', id: 'a' })
      .at(2000, { type: 'get-returned', id: 'a', value: 'sent' })
      .applied(2000, task('b', 'b'), null)
      .sent(2000, 'b', 'b')
      .at(3000, { type: 'broker-resumed' })
      .recording({})
    expect(drawn([recording], { atMs: 3000, columns: 60 })[0]).toMatch(
      /^client {5}●┄ get ┄+✗┄+ get ┄+✓●"sent" *┃$/,
    )
  })

  it('cuts the long name of a queue, in ASCII with an ASCII sign', () => {
    const recording = new TraceBuilder()
      .applied(0, task('a', 'a'), null)
      .sent(0, 'a', 'a')
      .sent(0, 'b', 'b', { queue: 'notifications' })
      .recording({})
    expect(drawn([recording])[2]).toMatch(/^notifi…/)
    expect(drawn([recording], { ascii: true })[2]).toMatch(/^notifi~/)
  })

  it('says how a run ended', () => {
    const exception = { exc_type: 'ValueError', exc_message: [], exc_module: 'builtins' }
    const recording = new TraceBuilder()
      .applied(0, task('a', 'a'), null)
      .sent(0, 'a', 'a')
      .started(0, 'a')
      .at(400, { type: 'task-retried', taskId: 'a', exception, runtimeMs: 400 })
      .started(500, 'a')
      .failed(900, 'a', 'no')
      .sent(1000, 'b', 'b')
      .started(1000, 'b')
      .at(1500, { type: 'worker-offline', worker: 1 })
      .recording({}, 1)
    expect(drawn([recording], { atMs: 9000, columns: 61 })[2]).toBe(
      'worker 1   █ a ██████↻  █ a ██████✗  █ b █████████╳',
    )
  })

  it('marks where a worker died, also when it had just ended a task', () => {
    const recording = new TraceBuilder()
      .applied(0, task('a', 'a'), null)
      .sent(0, 'a', 'a')
      .started(0, 'a')
      .succeeded(400, 'a', 1)
      .at(400, { type: 'worker-offline', worker: 1 })
      .at(900, { type: 'worker-online', worker: 1 })
      .at(1000, { type: 'worker-offline', worker: 1 })
      .recording({}, 1)
    expect(drawn([recording], { atMs: 9000, columns: 61 })[2]).toBe(
      'worker 1   █ a ███████████✓╳                      ╳',
    )
  })

  it('shows the busiest lanes where there is no room for all, and how many it leaves out', () => {
    const recording = manyRecording(40, 8)
    const rows = drawn([recording], { atMs: 9000, rows: 6 })
    expect(rows).toHaveLength(6)
    expect(rows.map((row) => row.slice(0, 10).trim())).toEqual([
      'client',
      'queue   0',
      'worker 1',
      'worker 2',
      '+6 more',
      'backend',
    ])
  })

  it.each([
    [manyRecording(40), 8],
    [manyRecording(3), 7],
    [manyRecording(40), 4],
    [chordRecording(), 5],
    [chordRecording(), 2],
    [chordRecording(), 12],
  ])('scrolls past workers until the last has room, a lane at a time', (recording, rows) => {
    const run = stage([recording])
    const end = endOf(run)
    const at = (scroll: number) =>
      timeline({ stage: run, names: [''], at: end, horizon: end, look: { ascii: false }, scroll }, 71, rows)
    const { most } = at(0)
    const pictures = Array.from({ length: most + 1 }, (_, scroll) => at(scroll).lanes.map(rowText).join('\n'))
    expect(new Set(pictures).size).toBe(most + 1)
    expect(at(most + 1)).toEqual(at(most))
    for (const picture of pictures) expect(picture.split('\n').length).toBe(pictures[0]!.split('\n').length)
  })

  it('puts several runs on one clock, each under its name', () => {
    const rows = drawn([chainRecording(), thriceRecording()], { atMs: 9000 })
    expect(rows.map((row) => row.split(/ {2,}/)[0])).toEqual([
      'run 1',
      'client',
      'queue',
      'worker 1',
      'worker 2',
      'backend',
      'run 2',
      'client',
      'queue',
      'worker 1',
      'worker 2',
      'backend',
    ])
  })
})
