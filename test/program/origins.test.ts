import { describe, expect, it } from 'vitest'
import { type Asked, runProgram } from '../../src/program/runProgram.ts'

/** The lines that made the events of this kind, `line<from` where a function was called from another line. */
const linesOf = async (source: string, types: readonly string[], asked: Partial<Asked> = {}) => {
  const { trace, places, madeAt, trouble } = await runProgram({ source, file: 'mine.ts', ...asked })
  expect(trouble).toBeNull()
  expect(madeAt).toHaveLength(trace.length)
  return trace.flatMap((event, index) => {
    if (!types.includes(event.type)) return []
    const place = places[madeAt[index]!]
    const made =
      place === undefined ? '?' : `${place.line}${place.from === undefined ? '' : `<${place.from}`}`
    const task = 'task' in event ? `${event.task} ` : ''
    return [`${task}${made}`]
  })
}

const header = `import { Celery, chain, chord, group } from 'celeriac'
const app = new Celery('mine')
const add = app.task('add', (x: number, y: number) => x + y)
const total = app.task('total', (all: readonly number[]) => all.length)
`

describe('what made an event', () => {
  it('is the line of its signature, on whatever way the task was sent', async () => {
    const source = `${header}const first = add
  .s(1, 2)
const second = add.s(3).set({ queue: 'celery' })
const linked = total.si([])
const r = await chord(group(
  chain(first, second),
  add.s(5, 6),
), total.s().link(linked)).delay()
await r.get()
await add.delay(7, 8)
await add.map([]).delay()
`
    expect((await linesOf(source, ['task-sent'])).sort()).toEqual([
      'add 11',
      'add 14',
      'add 6',
      'add 7',
      'celery.map 15',
      'total 12',
      'total 8',
    ])
    expect(await linesOf(source, ['canvas-applied'])).toEqual(['12', '14', '15'])
    expect(await linesOf(source, ['get-waiting', 'get-returned'])).toEqual(['13', '13'])
  })

  it('is the same line for all members that a loop makes, and those of other lines are told apart', async () => {
    const source = `${header}const members = []
for (let each = 0; each < 3; each++) {
  members.push(add.s(each, 1))
  if (each === 1) members.push(add.s(each, 2))
}
await group(members).delay()
`
    expect(await linesOf(source, ['task-sent'])).toEqual(['add 7', 'add 7', 'add 8', 'add 7'])
    const succeeded = await linesOf(source, ['task-succeeded'])
    expect(succeeded.sort()).toEqual(['7', '7', '7', '8'])
  })

  it('tells from where a function was called', async () => {
    const source = `${header}const one = (n: number) =>
  add.s(n, 1)
function both(n: number) {
  return [one(n), add.s(n, 2)]
}
await group(both(1)).delay()
await one(9).delay()
`
    expect(await linesOf(source, ['task-sent'])).toEqual(['add 6<8', 'add 8<10', 'add 6<11'])
  })

  it('is the line in the task, of what a task sends', async () => {
    const source = `${header}const parent = app.task('parent', async () => {
  await add.delay(1, 1)
  await add.s(1, 2).delay()
})
await parent.delay()
`
    expect(await linesOf(source, ['task-sent'])).toEqual(['parent 9', 'add 6', 'add 7'])
  })

  it('goes on with a task that is tried again, and one in its place has its own', async () => {
    const source = `${header}const again = app.task('again', { bind: true }, (self): number => {
  if (self.request.retries < 1) self.retry({ countdown: 1 })
  return self.replace(add.s(1, 1))
})
await again.delay()
`
    expect(await linesOf(source, ['task-sent'])).toEqual(['again 9', 'again 9', 'add 7'])
  })

  it('is known behind a question mark, and in what a program records itself', async () => {
    expect(await linesOf(`${header}add?.s(1, 2)?.delay()`, ['task-sent'])).toEqual(['add 5'])
    const recorded = `import { simulate } from 'celeriac'\n${header}await simulate(app, {}, async () => ({
  r: await add.delay(1, 2),
}))
`
    expect(await linesOf(recorded, ['task-sent'])).toEqual(['add 7<6'])
  })

  it('leaves chunks what they are', async () => {
    const { returned, trouble } = await runProgram({
      file: 'mine.ts',
      source: `import { Celery } from 'celeriac'
const app = new Celery('mine')
const add = app.task('mine.add', (one: number, two: number) => one + two)
const parts = await (await add.chunks([[1, 1], [2, 2], [3, 3]], 2).delay()).get()
`,
    })
    expect(trouble).toBeNull()
    expect(returned.parts).toEqual([[2, 4], [6]])
  })
})
