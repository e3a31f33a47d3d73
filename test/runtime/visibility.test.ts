import { expect, test } from 'vitest'
import { Celery } from '../../src/index.ts'
import { events, play } from './playing.ts'

/** How often a task with this countdown is published and runs, when the visibility timeout is 60 seconds. */
async function runs(countdown: number) {
  const app = new Celery('bank')
  const pay = app.task('pay', () => 1)
  const program = async () => (await pay.applyAsync({ countdown })).get()
  const { trace } = await play(app, program, { visibilityTimeout: 60 })
  return {
    redelivered: events(trace, 'task-sent').filter(({ cause }) => cause === 'redelivery').length,
    started: events(trace, 'task-started').length,
  }
}

test('F1 a countdown within the visibility timeout runs once', async () => {
  expect(await runs(50)).toEqual({ redelivered: 0, started: 1 })
})

test('F1 a countdown beyond the visibility timeout is delivered again, and runs as often', async () => {
  expect(await runs(90)).toEqual({ redelivered: 1, started: 2 })
})
