import { expect, test } from 'vitest'
import { Fates } from '../../src/runtime/fates.ts'
import type { TraceEvent, What } from '../../src/runtime/trace.ts'

const sent: What = {
  type: 'task-sent',
  taskId: 'a',
  task: 'add',
  args: [],
  kwargs: {},
  queue: 'celery',
  retries: 0,
  etaMs: null,
  rootId: 'a',
  parentId: null,
  groupId: null,
  groupIndex: null,
  chordId: null,
  cause: 'apply',
  by: { type: 'client' },
}

test('what became of a task follows the trace, and what was said of it counts until something else happens', () => {
  const trace: TraceEvent[] = []
  const fates = new Fates(trace)
  const name = { task: 'add', queue: 'celery' }
  const then = (what: What) => {
    trace.push({ ...what, atMs: 0 })
    return fates.get('a')
  }
  expect(fates.get('a')).toBeUndefined()
  expect(then(sent)).toEqual({ ...name, type: 'queued' })
  expect(then({ type: 'task-started', taskId: 'a', worker: 1, process: 1 })).toEqual({
    ...name,
    type: 'running',
  })
  fates.tell('a', { type: 'lost' })
  expect(fates.get('a')).toEqual({ ...name, type: 'lost' })
  expect(then({ ...sent, cause: 'redelivery' })).toEqual({ ...name, type: 'queued' })
  expect(then({ type: 'task-revoked', taskId: 'a', terminated: false, expired: true })).toEqual({
    ...name,
    type: 'revoked',
    reason: 'expired',
  })
  expect(then({ type: 'task-succeeded', taskId: 'a', result: 1, runtimeMs: 0 })).toBeUndefined()
})
