import { createInterface } from 'node:readline'
import { Celery, group } from '../../src/index.ts'
import { Simulation } from '../../src/runtime/simulation.ts'

/**
 * A process of its own, as Celery's is: for each line, which is a number of seconds, it runs a group again and again for
 * so long and prints how many tasks a second that were, with all that they left to be collected.
 */
const size = Number(process.argv[2])
const app = new Celery('bench')
const add = app.task('bench.add', (x: number, y: number) => x + y)
const sums = group(Array.from({ length: size }, (_, index) => add.s(index, 1)))

for await (const line of createInterface({ input: process.stdin })) {
  const start = performance.now()
  let tasks = 0
  let tookMs = 0
  while (tookMs < Number(line) * 1000) {
    app.connectTo(new Simulation(app, { workers: 4, concurrency: 4 }))
    await (await sums.delay()).get()
    tasks += size
    tookMs = performance.now() - start
  }
  console.log((tasks / tookMs) * 1000)
}
