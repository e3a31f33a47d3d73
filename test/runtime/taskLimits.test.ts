import { expect, test } from 'vitest'
import type { RegisteredTask } from '../../src/canvas/task.ts'
import { TaskLimits, type TimeLimits } from '../../src/runtime/taskLimits.ts'
import type { TaskRun } from '../../src/runtime/taskRun.ts'

const taskWith = (options: RegisteredTask['options']): RegisteredTask => ({
  name: 'add',
  fn: () => null,
  bind: false,
  parameters: null,
  options,
})
const run = (task: RegisteredTask, timelimit: TimeLimits = [null, null]) =>
  ({ task, message: { headers: { timelimit } } }) as unknown as TaskRun

test('the time limits are those of the message, the task, or the worker', () => {
  const limits = new TaskLimits([100, 50])
  const plain = taskWith({})
  const limited = taskWith({ timeLimit: 10 })
  expect(limits.timesOf(run(plain))).toEqual([100, 50])
  expect(limits.timesOf(run(limited))).toEqual([10, 50])
  expect(limits.timesOf(run(limited, [1, null]))).toEqual([1, 50])
  expect(limits.timesOf(run(limited, [0, 0]))).toEqual([10, 50])
  limits.setTimes('add', [null, 5])
  expect(limits.timesOf(run(limited))).toEqual([100, 5])
  expect(limits.timesOf(run(limited, [1, 2]))).toEqual([1, 2])
  limits.setTimes('add', [null, null])
  expect(limits.timesOf(run(limited))).toEqual([100, 50])
})

test('turns are as far apart as the rate says that holds', () => {
  const limits = new TaskLimits([null, null])
  const task = taskWith({ rateLimit: '1/h' })
  expect(limits.takeTurn(taskWith({}))).toBe(0)
  const first = limits.takeTurn(task)
  expect(limits.takeTurn(task) - first).toBe(3_600_000)
  limits.setRate('add', '1/m')
  expect(limits.rateOf(task)).toBe('1/m')
  const next = limits.takeTurn(task)
  // The turns that were taken under the old rate are nobody's business any more.
  expect(next - first).toBeLessThan(60_000)
  expect(limits.takeTurn(task) - next).toBe(60_000)
  for (const none of [null, '', 0, '0']) {
    limits.setRate('add', none)
    expect(limits.takeTurn(task)).toBe(0)
  }
  expect(() => limits.setRate('add', '5/x')).toThrow(/a rate limit is .* got '5\/x'/)
  expect(limits.takeTurn(task)).toBe(0)
})
