import { describe, expect, test } from 'vitest'
import { TimeoutError } from '../../src/canvas/exceptions.ts'
import type { Handle } from '../../src/canvas/handle.ts'
import { idsOf } from '../../src/canvas/handle.ts'
import type { GetOptions, TaskMeta } from '../../src/canvas/runtime.ts'
import { type End, Waiters } from '../../src/runtime/waiters.ts'

const task = (id: string, parent: Handle | null = null): Handle => ({ type: 'task', id, parent })
const group = (...results: Handle[]): Handle => ({ type: 'group', id: 'g', parent: null, results })

/** Waiters over a table that is filled by reports. */
function waiting() {
  const metas = new Map<string, TaskMeta>()
  const reads: string[] = []
  const waiters = new Waiters((id) => {
    reads.push(id)
    return metas.get(id) ?? { status: 'PENDING', result: null, traceback: null, children: [] }
  })
  const report = (id: string, status: string, result: TaskMeta['result'] = null) => {
    metas.set(id, { status, result, traceback: null, children: [] })
    waiters.reported(id)
  }
  const fails = (id: string, word: string) =>
    report(id, 'FAILURE', { exc_type: 'ValueError', exc_message: [word], exc_module: 'builtins' })
  const get = (handle: Handle, options: GetOptions = {}) => {
    const ends: string[] = []
    const stop = waiters.wait(handle, options, (end) => void ends.push(shown(end)))
    const timeOut = () => stop(new TimeoutError('The operation timed out.'))
    return { ends, timeOut }
  }
  return { waiters, reads, report, fails, get }
}

const shown = (end: End): string =>
  end.type === 'error'
    ? `${end.error.name}: ${end.error.message}`
    : JSON.stringify(end.value, (_, value) => (value instanceof Error ? `error ${value.message}` : value))

describe('H1 get()', () => {
  test('ends with the value when the task has reported, once', () => {
    const { get, report } = waiting()
    const { ends } = get(task('a'))
    report('b', 'SUCCESS', 1)
    expect(ends).toEqual([])
    report('a', 'SUCCESS', 2)
    report('a', 'SUCCESS', 3)
    expect(ends).toEqual(['2'])
  })

  test('ends at once with what is there already', () => {
    const { get, report, fails } = waiting()
    report('a', 'SUCCESS', 1)
    fails('b', 'bad')
    expect(get(task('a')).ends).toEqual(['1'])
    expect(get(task('b')).ends).toEqual(['ValueError: bad'])
  })

  test('B20 raises the earliest failed ancestor, which may be a member of a group', () => {
    const { get, fails } = waiting()
    const [oldest, header] = [task('oldest'), group(task('m1'), task('m2'))]
    const body = task('body', { ...header, parent: oldest } as Handle)
    const { ends } = get(body)
    fails('m2', 'of a member')
    expect(ends).toEqual(['ValueError: of a member'])
    fails('oldest', 'of the oldest')
    expect(get(body).ends).toEqual(['ValueError: of the oldest'])
  })

  test('H1 follow_parents=False and propagate=False look at nobody else', () => {
    const { get, fails, report } = waiting()
    const last = task('last', task('first'))
    fails('first', 'bad')
    const [alone, quiet] = [get(last, { followParents: false }), get(last, { propagate: false })]
    report('last', 'SUCCESS', 1)
    expect([alone.ends, quiet.ends]).toEqual([['1'], ['1']])
  })

  test('C4 propagate=False gives the error as the value, in its place', () => {
    const { get, fails, report } = waiting()
    const { ends } = get(group(task('a'), task('b')), { propagate: false })
    fails('a', 'bad')
    report('b', 'SUCCESS', 2)
    expect(ends).toEqual(['["error bad",2]'])
  })

  test('C3 the values of a group are in call order, those of a group inside it nested', () => {
    const { get, report } = waiting()
    const { ends } = get(group(task('a'), group(task('b'), task('c')), task('d')))
    for (const id of ['d', 'c', 'b', 'a']) report(id, 'SUCCESS', id)
    expect(ends).toEqual(['["a",["b","c"],"d"]'])
    expect(idsOf(group(task('a'), group(task('b'))))).toEqual(['a', 'b'])
  })

  test('C3 a group raises the first failure to arrive', () => {
    const { get, fails } = waiting()
    const { ends } = get(group(task('a'), task('b')))
    fails('b', 'second')
    fails('a', 'first')
    expect(ends).toEqual(['ValueError: second'])
  })

  test('C2 an empty group is there at once', () => {
    expect(waiting().get(group()).ends).toEqual(['[]'])
  })

  test.each(['PENDING', 'STARTED', 'RETRY', 'PROGRESS'])('%s is not an end', (state) => {
    const { get, report } = waiting()
    report('a', state)
    expect(get(task('a')).ends).toEqual([])
  })

  test('REVOKED is one, and raises', () => {
    const { get, report } = waiting()
    const { ends } = get(task('a'))
    report('a', 'REVOKED', {
      exc_type: 'TaskRevokedError',
      exc_message: ['revoked'],
      exc_module: 'celery.exceptions',
    })
    expect(ends).toEqual(['TaskRevokedError: revoked'])
  })

  test('ends for want of time, unless it has ended', () => {
    const { get, report } = waiting()
    const [late, done] = [get(task('a')), get(task('b'))]
    report('b', 'SUCCESS', 1)
    late.timeOut()
    done.timeOut()
    report('a', 'SUCCESS', 1)
    expect([late.ends, done.ends]).toEqual([['TimeoutError: The operation timed out.'], ['1']])
  })

  test('giving up tells everyone whom they still waited for', () => {
    const { get, report, waiters } = waiting()
    const [members, done] = [get(group(task('a'), task('b'), task('c'))), get(task('a'))]
    report('a', 'SUCCESS', 1)
    waiters.giveUp((ids) => ids.join(' and '))
    expect([members.ends, done.ends]).toEqual([['NeverReady: b and c'], ['1']])
  })

  test('a report is looked at by those who wait for it and nobody else', () => {
    const { get, report, reads } = waiting()
    for (let n = 0; n < 100; n++) get(task(`t${n}`))
    reads.length = 0
    report('t7', 'SUCCESS', 1)
    expect(new Set(reads)).toEqual(new Set(['t7']))
  })

  test('who is told may ask again', () => {
    const { waiters, report } = waiting()
    const values: unknown[] = []
    waiters.wait(task('a'), {}, () => {
      waiters.wait(task('a'), {}, (end) => void values.push(end))
    })
    report('a', 'SUCCESS', 1)
    expect(values).toEqual([{ type: 'value', value: 1 }])
  })
})
