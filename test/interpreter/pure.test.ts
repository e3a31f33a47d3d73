import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Canvas } from '../../src/canvas/canvas.ts'
import type { Effect } from '../../src/interpreter/effect.ts'
import type { Outcome } from '../../src/interpreter/outcome.ts'
import type { Message } from '../../src/protocol/message.ts'
import { anyCanvas } from '../runtime/anyCanvas.ts'
import { boom, contextWith, ending, published, raised, returned, sending, si, sig, spec } from './asking.ts'

const anyOutcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constantFrom<Outcome>(
    returned(1),
    returned([1, [2]]),
    raised,
    { type: 'ignored' },
    { type: 'rejected', requeue: true },
    { type: 'revoked', reason: 'revoked' },
    { type: 'retry', exception: boom, traceback: null, again: { countdown: 1 } },
  ),
  anyCanvas().map((by): Outcome => ({ type: 'replaced', by })),
)

const context = () =>
  contextWith([spec('heard', { inlineErrback: true }), spec('told'), spec('quiet', { ignoreResult: true })])

/** Everything that follows from sending a canvas and ending its first tasks in these ways; all inputs are frozen. */
function story(canvas: Canvas, outcomes: readonly Outcome[]): readonly (readonly Effect[])[] {
  const own = context()
  const first = sending(canvas, {}, own)
  const told: (readonly Effect[])[] = [first.effects]
  const waiting: Message[] = [...first.messages]
  for (const outcome of outcomes) {
    const message = waiting.shift()
    if (!message) break
    const effects = ending(message, outcome, own)
    told.push(effects)
    waiting.push(...published(effects))
  }
  return told
}

test('the same message and outcome give the same effects, and nothing that came in is written to', () => {
  fc.assert(
    fc.property(anyCanvas({ failing: true }), fc.array(anyOutcome, { maxLength: 6 }), (canvas, outcomes) => {
      const before = JSON.stringify(canvas)
      const [one, other] = [story(canvas, outcomes), story(canvas, outcomes)]
      expect(JSON.stringify(one)).toBe(JSON.stringify(other))
      expect(JSON.stringify(canvas)).toBe(before)
    }),
    { numRuns: 1000, seed: 1 },
  )
})

test('what is sent is a message: all of it survives JSON', () => {
  fc.assert(
    fc.property(anyCanvas({ failing: true }), (canvas) => {
      for (const message of sending(canvas, {}, context()).messages) {
        const text = JSON.stringify(message)
        expect(JSON.stringify(JSON.parse(text))).toBe(text)
        expect(message.headers.id).toMatch(/^id\d+$/)
      }
    }),
    { numRuns: 500, seed: 1 },
  )
})

test('every id is given to one task only', () => {
  fc.assert(
    fc.property(anyCanvas(), (canvas) => {
      const { messages, sent } = sending(canvas, {}, context())
      const ids = messages.map(({ headers }) => headers.id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(sent).not.toBeNull()
    }),
    { numRuns: 500, seed: 1 },
  )
})

test('a frozen message takes a step after the other without being copied', () => {
  const long: Canvas = {
    ...sig('celery.chain'),
    subtask_type: 'chain',
    kwargs: { tasks: Array.from({ length: 2000 }, (_, n) => (n % 2 ? sig('a') : si('b', n))) },
  }
  const own = context()
  let [message] = sending(long, {}, own).messages
  const seen = [message!.headers.id]
  for (let next = message; next; message = next) {
    ;[next] = published(ending(next, returned(1), own)) as [Message]
    if (next) seen.push(next.headers.id)
  }
  expect(new Set(seen).size).toBe(2000)
})
