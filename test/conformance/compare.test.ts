import { describe, expect, test } from 'vitest'
import type { Case, Outcome } from './cases.ts'
import { disagreements } from './compare.ts'

const recorded: Case = {
  id: 'a chain',
  expr: ['chain', ['sig', 'add', [1, 2]], ['sig', 'add', [10]]],
  json: { task: 'celery.chain', args: [], options: { task_id: '0b3f1c1e-6d0c-4a29-9a5e-5ef4b5a5d9c1' } },
  repr: 'add(1, 2) | add(10)',
  get: { ok: 13 },
  result: { kind: 'task', state: 'SUCCESS', ok: 13 },
  executions: [
    row({ task: 'add', args: [1, 2], ok: 3 }),
    row({ task: 'add', args: [3, 10], ok: 13, parent: 'add' }),
  ],
}
const ours: Outcome = { ...recorded }
const fieldsOf = (one: Case, other: Outcome) => disagreements(one, other).map(({ field }) => field)

test('what is the same agrees, whatever the ids, the order of keys and of rows', () => {
  const other: Outcome = {
    ...ours,
    json: { options: { task_id: '11111111-2222-4333-8444-555555555555' }, args: [], task: 'celery.chain' },
    executions: recorded.executions!.toReversed(),
  }
  expect(fieldsOf(recorded, other)).toEqual([])
})

describe('what differs is named', () => {
  const cases: readonly [string, Outcome][] = [
    ['json', { ...ours, json: { task: 'celery.group' } }],
    ['repr', { ...ours, repr: 'add(1, 2)' }],
    ['build_error', { ...ours, build_error: { error: 'TypeError', message: 'no' } }],
    ['send_error', { ...ours, send_error: { error: 'TypeError', message: 'no' } }],
    ['get', { ...ours, get: { ok: 12 } }],
    ['get', { ...ours, get: { error: 'NeverReady', message: 'nobody reports' } }],
    ['result', { ...ours, result: { kind: 'task', state: 'PENDING' } }],
    ['parents', { ...ours, parents: [{ kind: 'task', state: 'PENDING' }] }],
    ['children', { ...ours, children: [{ kind: 'task', state: 'PENDING' }] }],
    ['executions', { ...ours, executions: recorded.executions!.slice(1) }],
    ['executions', { ...ours, executions: [...recorded.executions!, recorded.executions![0]!] }],
    ['errbacks', { ...ours, errbacks: [{ task: 'add', exc: 'ValueError', message: 'boom' }] }],
  ]
  test.each(cases)('%s', (field, other) => {
    expect(fieldsOf(recorded, other)).toEqual([field])
  })
})

test('a field that varies is one of those seen', () => {
  const varying: Case = {
    ...recorded,
    varies: { get: [{ ok: 13 }, { error: 'ValueError', message: 'boom' }] },
  }
  expect(fieldsOf(varying, { ...ours, get: { error: 'ValueError', message: 'boom' } })).toEqual([])
  expect(fieldsOf(varying, { ...ours, get: { error: 'KeyError', message: 'boom' } })).toEqual(['get'])
})

describe('where get() never came back', () => {
  const hung: Case = { ...recorded, get: { error: 'TimeoutError', message: 'The operation timed out.' } }
  test('ours may give the value, or say why there is none', () => {
    expect(fieldsOf(hung, { ...ours, get: { ok: 13 } })).toEqual([])
    expect(fieldsOf(hung, { ...ours, get: { error: 'NeverReady', message: 'nobody reports' } })).toEqual([])
  })
  test('ours may raise the error that a task of the result holds', () => {
    const result = { kind: 'task', state: 'FAILURE', error: 'ValueError', message: 'boom' } as const
    const get = { error: 'ValueError', message: 'boom' }
    expect(fieldsOf({ ...hung, result }, { ...ours, result, get })).toEqual([])
    const members = { kind: 'group', results: [result] } as const
    expect(fieldsOf({ ...hung, parents: [members] }, { ...ours, parents: [members], get })).toEqual([])
  })
  test('it may not raise anything else, and everything else has to agree', () => {
    expect(fieldsOf(hung, { ...ours, get: { error: 'ValueError', message: 'boom' } })).toEqual(['get'])
    expect(fieldsOf(hung, { ...ours, get: { ok: 13 }, repr: 'add()' })).toEqual(['repr'])
  })
})

describe('errors', () => {
  const failed = (error: string, message: string) => ({ ...recorded, get: { error, message } })
  test('compare by class and by what Celery or a task says', () => {
    const celery = failed('TypeError', 'Cannot add link to group: use a chord')
    expect(fieldsOf(celery, failed('TypeError', 'Cannot add link to a group'))).toEqual(['get'])
    expect(fieldsOf(failed('ValueError', 'boom'), failed('ValueError', 'bang'))).toEqual(['get'])
    expect(fieldsOf(failed('ValueError', 'boom'), failed('KeyError', 'boom'))).toEqual(['get'])
  })
  test('without the words of Python, but with what Celery says around them', () => {
    const operands = "unsupported operand type(s) for +: 'int' and 'list'"
    const other = 'can only concatenate list (not "int") to list'
    expect(fieldsOf(failed('TypeError', operands), failed('TypeError', other))).toEqual([])
    const quoted = failed('ChordError', `Callback error: TypeError(${operands})`)
    expect(fieldsOf(quoted, failed('ChordError', `Callback error: TypeError(${other})`))).toEqual([])
    expect(fieldsOf(quoted, failed('ChordError', `Join error: TypeError(${other})`))).toEqual(['get'])
    expect(fieldsOf(failed('TypeError', operands), failed('TypeError', 'boom'))).toEqual(['get'])
  })
})

function row(own: Partial<NonNullable<Outcome['executions']>[number]>) {
  const rest = { task: 'add', args: [], kwargs: {}, state: 'SUCCESS', retries: 0, parent: null }
  return { ...rest, root_is_self: own.parent === undefined, group_index: null, ...own }
}
