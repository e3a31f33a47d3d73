import { expect, test } from 'vitest'
import { Fates } from '../../src/runtime/fates.ts'
import type { What } from '../../src/runtime/trace.ts'
import { TraceLog } from '../../src/runtime/traceLog.ts'

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

test('a trace that is read again has what happened since, each at its time', () => {
  const log = new TraceLog()
  log.record({ type: 'worker-offline', worker: 1 }, 5)
  expect(log.trace).toEqual([{ type: 'worker-offline', worker: 1, atMs: 5 }])
  log.record({ type: 'worker-online', worker: 1 }, 7.5)
  log.record({ type: 'get-waiting', id: 'a' }, 7.5)
  expect(log.trace.map(({ type, atMs }) => `${type} ${atMs}`)).toEqual([
    'worker-offline 5',
    'worker-online 7.5',
    'get-waiting 7.5',
  ])
})

test('what became of a task follows the trace, and what was said of it counts until something else happens', () => {
  const log = new TraceLog()
  const fates = new Fates(() => log.trace)
  const name = { task: 'add', queue: 'celery' }
  const then = (what: What) => {
    log.record(what, 0)
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
