import { EventEmitter } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'
import { guard } from '../../src/ui/terminal/guard.ts'

const EVENTS = ['exit', 'uncaughtException', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGTSTP', 'SIGCONT']
const listeners = () => EVENTS.map((event) => process.listenerCount(event))

/** A guarded terminal whose process does not really exit. */
const guarded = () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never)
  const output = new EventEmitter()
  const done: string[] = []
  const unguard = guard(
    { enter: () => done.push('enter'), leave: () => done.push('leave'), gone: () => false },
    output,
  )
  return { exit, output, done, unguard }
}

afterEach(() => {
  vi.restoreAllMocks()
})

test.each([
  ['EPIPE', 141],
  ['EIO', 129],
])('ends quietly when nobody reads any more: %s', (code, exitCode) => {
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const { exit, output, done, unguard } = guarded()
  output.emit('error', Object.assign(new Error(code), { code }))
  unguard()
  expect(exit.mock.calls[0]).toEqual([exitCode])
  expect(done[0]).toBe('leave')
  expect(stderr.mock.calls.filter(([text]) => String(text).includes(code))).toEqual([])
})

test('leaves nothing behind in the process', () => {
  const before = listeners()
  const { output, unguard } = guarded()
  expect(listeners()).toEqual(before.map((count) => count + 1))
  unguard()
  expect(listeners()).toEqual(before)
  expect(output.listenerCount('error')).toBe(0)
})
