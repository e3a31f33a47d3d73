import { describe, expect, it } from 'vitest'
import type { Canvas } from '../../src/canvas/canvas.ts'
import { Celery, chain, group, type Request, simulate } from '../../src/index.ts'
import { film } from '../../src/ui/film.ts'
import { graph } from '../../src/ui/graph.ts'
import { rowText } from '../../src/ui/span.ts'
import {
  chainOf,
  chainRecording,
  chordOf,
  chordRecording,
  groupOf,
  linkRecording,
  TraceBuilder,
  task,
  thriceRecording,
} from './recordings.ts'

const drawn = (
  recording: ReturnType<typeof chainRecording>,
  { count = Number.POSITIVE_INFINITY, columns = 60, rows = 8, ascii = false } = {},
) => {
  const view = { film: film(recording), count, limit: Number.POSITIVE_INFINITY, look: { ascii } }
  return graph(view, columns, rows).rows.map((row) => rowText(row).trimEnd())
}

const unsent = (canvas: Canvas) => new TraceBuilder().applied(0, canvas, null).recording()

describe('the graph', () => {
  it('shows a canvas before anything has happened to it', () => {
    expect(drawn(chainRecording(), { count: 0 })).toEqual(['sendSms ◦ PENDING  ─▸ sendWhatsapp ◦ PENDING'])
  })

  it('shows states, in words where there is room', () => {
    expect(drawn(chainRecording(), { count: 9 })).toEqual(['sendSms ✓ SUCCESS  ─▸ sendWhatsapp ░ RECEIVED'])
    expect(drawn(chainRecording(), { count: 9, columns: 40 })).toEqual(['sendSms ✓ ─▸ sendWhatsapp ░'])
  })

  it('goes from top to bottom where it would be too wide', () => {
    expect(drawn(chainRecording(), { columns: 26 })).toEqual([
      'sendSms ✓ SUCCESS',
      '╰▸ sendWhatsapp ✓ SUCCESS',
    ])
    expect(drawn(chordRecording(), { columns: 24 })).toEqual([
      '╭─ sendSms ✓',
      '├─ sendWhatsapp ✓',
      '├▸ ◇2/2',
      '╰▸ countSms ✓',
      '   countWhatsapp ✓',
    ])
  })

  it('gathers a header at its counter, and spreads to the bodies', () => {
    expect(drawn(chordRecording(), { count: 12, columns: 50 })).toEqual([
      'sendSms ✓ ──────┬▸ ◇1/2 ─┬▸ countSms ◦',
      'sendWhatsapp ▸ ─╯        ╰▸ countWhatsapp ◦',
    ])
    expect(drawn(chordRecording(), { count: 12, columns: 50, ascii: true })).toEqual([
      'sendSms + ------+> (1/2) -+> countSms .',
      'sendWhatsapp > -+         +> countWhatsapp .',
    ])
  })

  it('counts a chord that is sent under another id, as in a chain', async () => {
    const app = new Celery('bank')
    const till = app.task('bank.till', (branch: number) => branch)
    const total = app.task('bank.total', (amounts: readonly number[]) => amounts.length)
    const run = await simulate(app, { seed: 7 }, async () => ({
      r: await chain(
        group(till.s(1), till.s(2)),
        total.s(),
        group(till.s(), till.s(), till.s()),
        total.s(),
      ).delay(),
    }))
    const counters = drawn(run, { columns: 120 })
      .join('\n')
      .match(/◇\d\/\d/g)
    expect(counters).toEqual(['◇2/2', '◇3/3'])
  })

  it('hangs callbacks and errbacks below their task', () => {
    expect(drawn(linkRecording())).toEqual(['sendSms ✓ SUCCESS', ' ╰╌╌▸ sendWhatsapp ✓ SUCCESS'])
    const guarded = task('a', 'bank.send_sms', { link_error: [task('e', 'bank.complain')] })
    expect(drawn(unsent(guarded))).toEqual(['sendSms ◦ PENDING', ' ╰─✗▸ complain ◦ PENDING'])
    expect(drawn(unsent(guarded), { ascii: true })).toEqual(['sendSms . PENDING', ' +-x> complain . PENDING'])
  })

  it('knows what became of callbacks and errbacks, which get an id when they are sent', async () => {
    const app = new Celery('bank')
    const pay = app.task('bank.pay', (amount: number) => {
      if (amount < 0) throw new Error('no')
      return amount
    })
    const note = app.task('bank.note', (text: string) => text)
    const run = await simulate(app, { seed: 7 }, async () => ({
      good: await pay.s(1).link(note.si('one')).link(note.si('two')).linkError(note.s()).delay(),
      bad: await pay.s(-1).link(note.si('three')).linkError(note.s()).delay(),
    }))
    const rows = drawn(run, { rows: 20 })
    expect(rows.map((row) => row.replace(/ #\d/, ''))).toEqual([
      'pay ✓ SUCCESS',
      ' ╰╌╌▸ note ✓ SUCCESS',
      ' ╰╌╌▸ note ✓ SUCCESS',
      ' ╰─✗▸ note ◦ PENDING',
      'pay ✗ FAILURE',
      ' ╰╌╌▸ note ◦ PENDING',
      ' ╰─✗▸ note ✓ SUCCESS',
    ])
  })

  it('knows that a worker called an errback, and how that went', async () => {
    const app = new Celery('bank')
    const pay = app.task('bank.pay', (_amount: number): number => {
      throw new Error('no')
    })
    const note = app.task('bank.note', (_request: Request, _error: Error, _traceback: string | null) => 1)
    const tear = app.task('bank.tear', (_request: Request, _error: Error, _traceback: string | null) => {
      throw new Error('torn')
    })
    const run = await simulate(app, { seed: 7 }, async () => ({
      r: await pay.s(1).linkError(note.s()).linkError(tear.s()).delay(),
    }))
    expect(drawn(run)).toEqual(['pay ✗ FAILURE', ' ╰─✗▸ note ✓ SUCCESS', ' ╰─✗▸ tear ✗ FAILURE'])
    expect(drawn(run, { count: 1 })).toEqual([
      'pay ◦ PENDING',
      ' ╰─✗▸ note ◦ PENDING',
      ' ╰─✗▸ tear ◦ PENDING',
    ])
  })

  it('lays out what is nested', () => {
    const canvas = chainOf(
      task('a', 'a'),
      chordOf('g', [chainOf(task('b', 'b'), task('c', 'c')), task('d', 'd'), task('e', 'e')], task('f', 'f')),
    )
    expect(drawn(unsent(canvas), { columns: 46 })).toEqual([
      '     ╭▸ b ◦ ─▸ c ◦ ─╮',
      'a ◦ ─┼▸ d ◦ ────────┼▸ ◇0/3 ─▸ f ◦',
      '     ╰▸ e ◦ ────────╯',
    ])
  })

  it('names what it leaves out', () => {
    const many = groupOf(
      'g',
      ...Array.from({ length: 100 }, (_, index) => task(`t${index}`, 'bank.send_sms')),
    )
    const rows = drawn(unsent(many), { rows: 5 })
    expect(rows).toHaveLength(5)
    expect(rows[0]).toBe('sendSms ◦ PENDING')
    expect(rows[4]).toBe('+96 more')
  })

  it('shows one canvas below the other as they are sent', () => {
    expect(drawn(thriceRecording(), { count: 3 })).toEqual(['sendSms ◦ PENDING', 'sendSms #2 ◦ PENDING'])
  })
})
