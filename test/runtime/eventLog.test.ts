import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeEvent, type TaskEvent, taskEvents, type WorkerEvent } from '../../src/protocol/decodeEvent.ts'
import { EventLog } from '../../src/runtime/eventLog.ts'
import { film, stateAt } from '../../src/ui/film.ts'
import { runText } from '../../src/ui/runText.ts'

/** What a Python worker of Celery 5.6.3 and a client with `task_send_sent_event` told. */
const told = readFileSync(new URL('pythonEvents.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { readonly timestamp: number })
const startMs = told[0]!.timestamp * 1000

const logOf = (events: readonly unknown[], most?: number) => {
  const log = new EventLog(startMs, most)
  for (const event of events) {
    const decoded = decodeEvent(event)
    if (decoded !== null) log.add(decoded, decoded.atMs)
  }
  return log
}

const event = (type: string, uuid: string, seconds: number, more: object = {}) => ({
  type,
  uuid,
  hostname: 'py@host',
  timestamp: startMs / 1000 + seconds,
  ...more,
})

describe('the events of a Python worker', () => {
  test('are its run', () => {
    const log = logOf(told)
    const recording = log.recording()
    const { trace } = recording
    expect(trace.map(({ atMs }) => atMs)).toEqual(trace.map(({ atMs }) => atMs).toSorted((a, b) => a - b))
    const whole = film(recording)
    const states = Array.from(whole.tasks.values(), ({ id, task }) => [
      task,
      stateAt(whole, id, trace.length),
    ])
    expect(states.toSorted()).toEqual(
      [
        ...Array.from({ length: 8 }, () => ['py.add', 'SUCCESS']),
        ['py.fail', 'FAILURE'],
        ['py.ignore', 'IGNORED'],
        ['py.retry', 'FAILURE'],
        ['py.total', 'SUCCESS'],
      ].toSorted(),
    )
    expect(whole.processes.flatMap(({ runs }) => runs).filter(({ end }) => end === null)).toEqual([])
    expect(log.workers).toEqual([expect.objectContaining({ hostname: 'py@host', isOnline: true })])
  })

  test('tell who sent whom, and what was returned and raised', () => {
    const log = logOf(told)
    const texts = log.workflows.map(({ rootId }) => runText(film(log.recording(rootId)), 100))
    const ends = [
      /^ +r add +SUCCESS +3\n.*children\[0\] add #2 +SUCCESS +6$/m,
      /^ +r add +SUCCESS +4\n.*children\[0\] total +SUCCESS +6$/m,
      /^ +r fail +FAILURE +ValueError\("boom"\)$/m,
    ]
    for (const end of ends) expect(texts.filter((text) => end.test(text))).toHaveLength(1)
    // The events tell nothing of client and backend, and so no lane of theirs is drawn.
    for (const text of texts) expect(text).not.toMatch(/^ +(client|backend)/m)
  })

  test('come in any order, and are the same run', () => {
    const states = (events: readonly unknown[]) => {
      const whole = film(logOf(events).recording())
      return Array.from(whole.tasks.keys(), (id) => [id, stateAt(whole, id, whole.trace.length)]).toSorted()
    }
    const sent = told.filter((each) => (each as { type?: string }).type === 'task-sent')
    expect(states([...told.filter((each) => !sent.includes(each)), ...sent])).toEqual(states(told))
  })
})

describe('an event log', () => {
  test('knows a task of which it hears in the middle', () => {
    const log = logOf([event('task-started', 'a', 1), event('task-succeeded', 'a', 2, { result: '<X>' })])
    const whole = film(log.recording())
    expect(whole.processes[0]!.runs).toMatchObject([
      { taskId: 'a', fromMs: 1000, toMs: 2000, end: 'SUCCESS' },
    ])
    expect(runText(whole, 80)).toContain('SUCCESS   <X>')
    expect(log.workflows).toMatchObject([{ rootId: 'a', task: null, tasks: 1, ended: 1 }])
  })

  test('keeps what happens to a task in order, whatever the clocks say', () => {
    const log = logOf([
      event('task-received', 'a', 5, { name: 't' }),
      event('task-started', 'a', 4, { hostname: 'other@host' }),
      event('task-succeeded', 'a', 3, { result: '1' }),
      event('task-sent', 'a', 9, { name: 't', queue: 'q' }),
    ])
    const types = log.recording().trace.map(({ type }) => type)
    expect(types.filter((type) => type.startsWith('task'))).toEqual([
      'task-sent',
      'task-received',
      'task-started',
      'task-succeeded',
    ])
  })

  test('takes back that a task was ignored when it hears how it ended', () => {
    const events = [event('task-started', 'a', 1), { ...event('worker-heartbeat', '', 2), active: 0 }]
    expect(logOf(events).recording().trace.at(-1)).toMatchObject({ type: 'task-ignored', taskId: 'a' })
    const trace = logOf([...events, event('task-succeeded', 'a', 3, { result: '1' })]).recording().trace
    expect(trace.map(({ type }) => type)).not.toContain('task-ignored')
  })

  test('says that a worker is gone that is not heard of, and that it is there again', () => {
    const log = logOf([event('task-started', 'a', 1)])
    log.expire(startMs + 5_000)
    expect(log.workers).toMatchObject([{ isOnline: true }])
    log.expire(startMs + 12_000)
    expect(log.workers).toMatchObject([{ isOnline: false }])
    const heartbeat = decodeEvent({ ...event('worker-heartbeat', '', 13), active: 1 })!
    log.add(heartbeat, heartbeat.atMs)
    const types = log.recording().trace.map(({ type }) => type)
    expect(types.filter((type) => type.startsWith('worker'))).toEqual([
      'worker-online',
      'worker-offline',
      'worker-online',
    ])
  })

  test('takes a clock that is ahead for no news of the future', () => {
    const log = new EventLog(0)
    log.add(decodeEvent({ ...event('task-received', 'a', 0), timestamp: 9e9 })!, 1_000)
    expect(log.recording().trace.at(-1)).toMatchObject({ atMs: 1_000 })
  })

  test('keeps no more than it may, the newest workflows', () => {
    const events = Array.from({ length: 2_000 }, (_, index) => [
      event('task-received', `t${index}`, index, { name: 't', root_id: `t${index}` }),
      event('task-started', `t${index}`, index),
      event('task-succeeded', `t${index}`, index, { result: '1' }),
    ]).flat()
    const log = logOf(events, 300)
    expect(log.count).toBeLessThanOrEqual(300)
    expect(log.recording().trace.length).toBeLessThanOrEqual(450)
    expect(log.workflows[0]!.rootId).toBe('t1999')
    const one = logOf(
      events.map((each) => ({ ...each, root_id: 't0' })),
      300,
    )
    expect(one.count).toBeLessThanOrEqual(300)
    expect(one.workflows).toHaveLength(1)
  })

  test('draws whatever it is told', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd')
    const anything = fc.record({
      type: fc.constantFrom(...taskEvents, 'worker-heartbeat', 'worker-offline', 'worker-online', 'odd'),
      uuid: name,
      hostname: fc.constantFrom('one@host', 'two@host'),
      timestamp: fc.integer({ min: 0, max: 20 }).map((seconds) => startMs / 1000 + seconds),
      name: fc.constantFrom('t', 'u', null, 7),
      root_id: fc.option(name),
      parent_id: fc.option(name),
      retries: fc.constantFrom(0, 1, 'x'),
      eta: fc.constantFrom(null, '2030-01-01T00:00:00', 'soon'),
      args: fc.constantFrom('(1,)', '<', null),
      queue: fc.constantFrom('q', null),
      result: fc.constantFrom('1', '<X>', null),
      exception: fc.constantFrom("E('x')", null),
      active: fc.constantFrom(0, 1, null),
    })
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 40 }), (events) => {
        const log = logOf(events, 20)
        expect(log.count).toBeLessThanOrEqual(20)
        runText(film(log.recording()), 80)
        for (const { rootId } of log.workflows) runText(film(log.recording(rootId)), 80)
      }),
    )
  })

  test('knows nothing of what is no event', () => {
    const rubbish: readonly unknown[] = [
      null,
      7,
      [],
      {},
      { type: 'task-sent' },
      { ...event('task-sent', 'a', 1), timestamp: '1' },
    ]
    expect(rubbish.map(decodeEvent)).toEqual(rubbish.map(() => null))
    const odd: TaskEvent | WorkerEvent | null = decodeEvent(event('task-cancelled', 'a', 1))
    expect(odd).toBeNull()
  })
})
