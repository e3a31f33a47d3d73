import { simulate } from 'celeriac'
import {
  app,
  oneAtATime,
  sendThree,
  since,
} from 'celeriac/bank/channels'

const run = await simulate(
  app,
  oneAtATime,
  sendThree,
)
const sent = new Map<string, number>()
const begun = new Map<string, number>()
const bars: number[] = []
const waits: number[] = []

for (const one of run.trace) {
  if (one.type === 'task-sent')
    sent.set(one.taskId, one.atMs)

  if (one.type === 'task-started') {
    begun.set(one.taskId, one.atMs)
    waits.push(since(one, sent))
  }
  if (one.type === 'task-succeeded')
    bars.push(since(one, begun))
}
console.log({ bars, waits })
