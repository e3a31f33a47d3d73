import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { decodeMeta, encodeMeta, encodeReply, type StoredMeta } from '../../src/protocol/taskMeta.ts'

const meta: StoredMeta = {
  taskId: 'one',
  status: 'SUCCESS',
  result: { a: [1] },
  traceback: null,
  children: [[['two', null], null]],
  dateDone: '2030-01-01T00:00:00.000Z',
  groupId: null,
  parentId: 'zero',
  extended: { name: 'add', retries: 0 },
}

describe('a result', () => {
  test('is kept as Celery keeps it, its status first', () => {
    expect(encodeMeta(meta)).toBe(
      '{"status":"SUCCESS","result":{"a":[1]},"traceback":null,"children":[[["two",null],null]],"date_done":"2030-01-01T00:00:00.000Z","parent_id":"zero","name":"add","retries":0,"task_id":"one"}',
    )
    expect(JSON.parse(encodeReply(meta))).toEqual({
      task_id: 'one',
      status: 'SUCCESS',
      result: { a: [1] },
      traceback: null,
      children: [[['two', null], null]],
    })
  })

  test('is read back', () => {
    const { taskId, status, result, traceback, children } = meta
    for (const text of [encodeMeta(meta), encodeReply(meta)])
      expect(decodeMeta(text)).toEqual(E.right({ taskId, status, result, traceback, children }))
  })

  test('that failed has an exception, however it is spelt', () => {
    const read = (result: unknown) => decodeMeta(JSON.stringify({ status: 'FAILURE', result }))
    const exception = { exc_type: 'ValueError', exc_message: ['boom'], exc_module: 'builtins' }
    expect(read(exception)).toMatchObject({ right: { result: exception } })
    expect(read({ ...exception, exc_message: 'boom' })).toMatchObject({ right: { result: exception } })
    expect(read({ exc_type: 'E' })).toMatchObject({
      right: { result: { exc_type: 'E', exc_message: [], exc_module: '' } },
    })
    expect(read('what?')).toMatchObject({
      right: { result: { exc_type: 'Exception', exc_message: ['what?'] } },
    })
  })

  test('that is none is refused, and children that are none are left out', () => {
    expect(decodeMeta('{')).toMatchObject({ left: { type: 'not-json' } })
    for (const text of ['null', '[]', '{}', '{"status": 1}'])
      expect(decodeMeta(text)).toMatchObject({ left: { type: 'not-a-result' } })
    const children = [
      5,
      [],
      [['a', null], null],
      [['g', [['p', null], null]], [[['m', null], null]]],
      [['a'], 'x'],
    ]
    expect(decodeMeta(JSON.stringify({ status: 'SUCCESS', children }))).toMatchObject({
      right: { children: [children[2], children[3]] },
    })
  })
})
