import { describe, expect, it } from 'vitest'
import { type Asked, runProgram } from '../../src/program/runProgram.ts'

const header = `import { Celery, chain, chord, group, Ignore } from 'celeriac'
const app = new Celery('mine')
const add = app.task('add', (x: number, y: number) => x + y)
const total = app.task('total', (all: readonly number[]) => all.length)
`

/** The traps of a program, by line, and how its run ended. */
const trapsOf = async (source: string, asked: Partial<Asked> = {}) => {
  let told: NonNullable<Asked['onTraps']> = () => {}
  const traps = new Promise<Parameters<typeof told>[0]>((resolve) => {
    told = resolve
  })
  const { trouble } = await runProgram({ source, file: 'mine.ts', onTraps: told, ...asked })
  const found = await traps
  return { trouble, traps: found?.map(({ says, place }) => `${place?.line} ${says}`) ?? null }
}

describe('the traps of a program', () => {
  it('are told after its run, with the line that sends the canvas', async () => {
    const { trouble, traps } = await trapsOf(`${header}
const all = chain(add.s(1, 1), group([add.s(2), add.s(3)]))
await all.delay()
await add.delay(1, 2)
`)
    expect(trouble).toBeNull()
    expect(traps).toHaveLength(1)
    expect(traps![0]).toMatch(/^7 when add fails, the result can never become ready: /)
  })

  it('are none where there are none', async () => {
    expect((await trapsOf(`${header}await chain(add.s(1, 2), add.s(3)).delay()`)).traps).toEqual([])
  })

  it('are found in what a loop sends, and in canvases that are only held', async () => {
    const looped = await trapsOf(`${header}
for (let each = 0; each < 200; each++)
  await chain(add.s(each, 1), group([add.s(2), add.s(3)])).delay()
`)
    expect(looped.traps!.every((one) => one.startsWith('7 '))).toBe(true)
    expect(looped.traps).toHaveLength(1)
    const held = await trapsOf(`${header}
const part = add.s(1)
const never = chain(part.clone({ args: [1] }), group([add.s(2), add.s(3)]))
`)
    expect(held.traps).toEqual([expect.stringMatching(/^7 when add fails/)])
  })

  it('cannot be known of a program that never ends or of one that is too large, which is told', async () => {
    const endless = await trapsOf(`${header}await add.delay(1, 2)\nfor (;;) {}`, { limits: { timeMs: 300 } })
    expect(endless.trouble?.type).toBe('loop')
    expect(endless.traps).toBeNull()
    const large = `${header}await group(Array.from({ length: 3000 }, (_, n) => add.s(n, n))).delay()`
    expect((await trapsOf(large)).traps).toBeNull()
  })

  it('are not looked for any more when the program is stopped', async () => {
    const own = new AbortController()
    const told: unknown[] = []
    await runProgram({
      source: `${header}await add.delay(1, 2)`,
      file: 'mine.ts',
      signal: own.signal,
      onTraps: (traps) => told.push(traps),
    })
    own.abort()
    await runProgram({ source: header, file: 'mine.ts' })
    expect(told).toEqual([])
  })
})
