import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { ProgramRun, TroubleType } from '../../src/program/programRun.ts'
import { type Asked, runProgram } from '../../src/program/runProgram.ts'
import { film } from '../../src/ui/film.ts'
import { printValue } from '../../src/ui/value.ts'

const run = (source: string, asked: Partial<Asked> = {}): Promise<ProgramRun> =>
  runProgram({ source, file: 'mine.ts', ...asked })

const chained = `import { chain } from 'celeriac'
import {
  confirmSms,
  sendSms,
} from 'celeriac/bank'

const first: string = 'paid'
const sms = sendSms.s(1234, first)
const r = await chain(sms, confirmSms.s(1234)).delay()
console.log(await r.get())
const { ok, all: [one] } = { ok: await r.successful(), all: [1] }
export const last = await r.get()
`

const ownTask = (code: string) => `import { Celery } from 'celeriac'
const app = new Celery('mine')
const own = app.task('mine.own', ${code})
const r = await own.delay()
const value = await r.get()
`

describe('a program', () => {
  it('is run on virtual time, and gives what it holds and what it printed', async () => {
    const ran = await run(chained)
    expect(ran.trouble).toBeNull()
    expect(ran.returned).toEqual({ first: 'paid', ok: true, one: 1, last: 'WhatsApp sent' })
    expect(Object.keys(ran.handles)).toEqual(['r'])
    expect(ran.canvases.sms).toMatchObject({ task: 'bank.send_sms', args: [1234, 'paid'] })
    const [printed] = ran.printed
    expect(printed).toMatchObject({ text: 'WhatsApp sent', stream: 'stdout', taskId: null })
    const returned = ran.trace.findIndex(({ type }) => type === 'get-returned')
    expect(printed!.atMs).toBe(ran.trace[returned]!.atMs)
    expect(printed!.count).toBeGreaterThan(returned)
    expect(film(ran).tasks.size).toBe(2)
  })

  it('gives nothing for what was never bound, since the program had ended before', async () => {
    const { returned } = await run(ownTask(`(): number => { throw new Error('busy') }`))
    expect('value' in returned).toBe(false)
  })

  it('gives errors as they are stored, so that they keep their names', async () => {
    const { returned, trace } = await run(`import { Celery, group } from 'celeriac'
class NoMoney extends Error {}
const app = new Celery('mine')
const pay = app.task('mine.pay', (amount: number) => {
  if (amount > 5) throw new NoMoney('short of ' + amount)
  return amount
})
const r = await group(pay.s(1), pay.s(9)).delay()
const paid = await r.get({ propagate: false })
`)
    expect(returned.paid).toEqual([1, expect.objectContaining({ exc_type: 'NoMoney' })])
    expect(printValue(returned.paid)).toBe('[1, NoMoney("short of 9")]')
    const got = trace.find((event) => event.type === 'get-returned')
    expect(printValue(got!.value)).toBe('[1, NoMoney("short of 9")]')
  })

  it('is the same with the same seed, and another with another', async () => {
    const of = async (seed: number) => JSON.stringify((await run(chained, { world: { seed } })).trace)
    expect(await of(7)).toBe(await of(7))
    expect(await of(8)).not.toBe(await of(7))
  })

  it('runs in the world it is given, on the backend it is given', async () => {
    const chord = `import { chord } from 'celeriac'
      import { countSms, sendSms } from 'celeriac/bank'
      const r = await chord([sendSms.si(1, 'a'), sendSms.si(2, 'b')], countSms.si()).delay()`
    const one = await run(chord, { world: { workers: 1, concurrency: 1 } })
    expect(one).toMatchObject({ trouble: null, workers: 1, concurrency: 1 })
    expect(one.trace.filter(({ type }) => type === 'chord-part')).toHaveLength(2)
    const rpc = await run(chord, { backend: 'rpc://' })
    expect(rpc.trouble).toMatchObject({ type: 'threw', name: 'NotImplementedError', line: 3 })
  })

  it('may have an app of its own, whatever broker that names', async () => {
    const ran = await run(
      ownTask('() => 7').replace("'mine')", "'mine', { broker: 'amqp://far', backend: 'redis://far' })"),
    )
    expect(ran).toMatchObject({ trouble: null, returned: { value: 7 } })
  })

  it('says which task printed', async () => {
    const ran = await run(ownTask("() => { console.log('inside'); return 1 }"))
    const started = ran.trace.find(({ type }) => type === 'task-started')
    expect(ran.printed[0]).toMatchObject({ text: 'inside', taskId: (started as { taskId: string }).taskId })
  })

  it('may play simulations of its own', async () => {
    const ran = await run(`import { simulate } from 'celeriac'
      import { app, sendSms } from 'celeriac/bank'
      const { trace } = await simulate(app, { seed: 3 }, async () => ({ r: await sendSms.delay(1, 'a') }))
      const sent = trace.filter(({ type }) => type === 'task-sent').length`)
    expect(ran).toMatchObject({ trouble: null, returned: { sent: 1 } })
    expect(ran.trace.some(({ type }) => type === 'task-succeeded')).toBe(true)
  })
})

describe('a program that does not work out', () => {
  const short = { limits: { timeMs: 1500 } }
  const cases: readonly (readonly [
    title: string,
    source: string,
    type: TroubleType,
    says: RegExp,
    place: readonly [line: number | null, column: number | null],
    asked?: Partial<Asked>,
  ])[] = [
    ['a type that is missing', 'const x = 1\nconst y: = 2', 'syntax', /Unexpected token `=`/, [2, 10]],
    ['a bracket that is not closed', 'const x = [\n  1,\n', 'syntax', /ends too early/, [2, 5]],
    ['an enum', 'const x = 1\n  enum A { B }', 'syntax', /enum cannot be run/, [2, 3]],
    ['a name bound twice', 'const x: number = 1\nconst x = 2', 'syntax', /already been declared/, [2, 7]],
    ['a binary file', '\u007fELF\0\u0001', 'syntax', /not text/, [1, 1]],
    ['a module that is not there', "\nimport x from 'lodash'", 'import', /no module lodash/, [2, 15]],
    ['another file', "import { x } from './x.ts'", 'import', /is one file/, [1, 19]],
    ['a file of Node', "import 'node:fs'", 'import', /reaches out/, [1, 8]],
    [
      'a name that is misspelt',
      "import { chian } from 'celeriac'",
      'import',
      /Did you mean chain\?/,
      [1, 10],
    ],
    [
      'a type that is imported as a value',
      "import { World } from 'celeriac'",
      'import',
      /import type/,
      [1, 10],
    ],
    ['a throw', "const x = 1\n  throw new RangeError('no')", 'threw', /^RangeError: no$/, [2, 9]],
    ['a throw of something else', "throw 'no'", 'threw', /'no'/, [null, null]],
    [
      'a call that throws behind an import',
      "import { chain } from 'celeriac'\nconst f = () => chain('x' as never)\nf()",
      'threw',
      /./,
      [2, 17],
    ],
    [
      'a task that fails',
      ownTask("() => { throw new TypeError('no') }"),
      'threw',
      /^TypeError: no$/,
      [5, 15],
    ],
    [
      'a promise nobody waits for',
      "void (async () => {\n  throw new Error('no') })()\nawait new Promise((r) => setTimeout(r, 1e4))",
      'threw',
      /no/,
      [2, 9],
    ],
    ['process.exit', '\nprocess.exit(0)', 'refused', /process.exit\(\)/, [2, 9]],
    ['the network', "await fetch('http://localhost')", 'refused', /fetch\(\)/, [1, 7]],
    [
      'a loop',
      'let i = 0\nwhile (true) {\n  for (;;) if (i++ % 9 === 0) break\n}',
      'loop',
      /still going round/,
      [2, 1],
      short,
    ],
    [
      'a loop that waits',
      "import { sendSms } from 'celeriac/bank'\nconst r = await sendSms.delay(1, 'a')\n  while (!(await r.failed())) {}",
      'loop',
      /still going round/,
      [3, 3],
      short,
    ],
    ['a loop in a task', ownTask('() => {\n  for (;;);\n}'), 'loop', /still going round/, [4, 3], short],
    [
      'a calculation without end',
      "/^(a+)+$/.test('a'.repeat(60) + 'b')",
      'time',
      /1.5 s/,
      [null, null],
      short,
    ],
    ['a timer', 'const x = 1\nawait new Promise((r) => setTimeout(r, 1e8))', 'time', /1.5 s/, [2, 1], short],
    [
      'a promise that nothing settles',
      'const x = 1\n  await new Promise(() => {})',
      'never',
      /never come/,
      [2, 3],
    ],
    [
      'a task that does not return',
      ownTask('() => new Promise<number>(() => {})'),
      'threw',
      /NeverReady/,
      [5, 15],
    ],
    [
      'too much memory',
      'const all = []\nfor (;;) all.push(new Array(1e5).fill(0.5))',
      'memory',
      /256 MB/,
      [null, null],
      { limits: { timeMs: 20_000 } },
    ],
    [
      'memory outside of the heap',
      'const all = []\nfor (;;) all.push(Buffer.alloc(1e7, 1))',
      'memory',
      /256 MB/,
      [null, null],
      { limits: { timeMs: 20_000 } },
    ],
    [
      'a task that sends itself',
      `import { Celery } from 'celeriac'
      const app = new Celery('mine')
      const again = app.task('again', (n: number): Promise<unknown> => again.delay(n + 1).then(() => n))
      await again.delay(1)`,
      'events',
      /More than 300/,
      [null, null],
      { limits: { events: 300 } },
    ],
    [
      'two clusters',
      "import { Celery } from 'celeriac'\nimport { sendSms } from 'celeriac/bank'\nconst own = new Celery('own').task('own.it', () => 1)\nawait own.delay()\nawait sendSms.delay(1, 'a')",
      'refused',
      /2 apps/,
      [null, null],
    ],
    ['much output', 'for (let i = 0; i < 3000; i++) console.log(i)', 'output', /3000 lines/, [null, null]],
  ]

  it.each(cases.map((one) => ({ title: one[0], one })))('$title', async ({ one }) => {
    const [, source, type, says, [line, column], asked = {}] = one
    const { trouble } = await run(source, asked)
    expect(trouble).toMatchObject({ type, line, column })
    expect(trouble!.says).toMatch(says)
  })

  it('keeps what was recorded and bound before', async () => {
    const ran = await run(`import { sendSms } from 'celeriac/bank'
      const r = await sendSms.delay(1, 'a')
      const value = await r.get()
      throw new Error('after')
      const late = 1`)
    expect(ran).toMatchObject({ trouble: { line: 4 }, returned: { value: 'SMS sent' } })
    expect(Object.keys(ran.handles)).toEqual(['r'])
    expect(ran.trace.some(({ type }) => type === 'result-stored')).toBe(true)
  })

  it('shows the beginning of a result of 10 MB, and never holds up the one who asked', async () => {
    let longestMs = 0
    let lastMs = performance.now()
    const timer = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - lastMs)
      lastMs = performance.now()
    }, 5)
    const ran = await run(ownTask("() => 'x'.repeat(10_000_000)"))
    clearInterval(timer)
    expect(ran.trouble).toMatchObject({ type: 'output', says: expect.stringContaining('10.0 MB') })
    expect(ran.returned.value).toMatch(/^x{50000}… \(10000000 characters\)$/)
    expect(JSON.stringify(ran).length).toBeLessThan(500_000)
    expect(longestMs).toBeLessThan(500)
  })

  it('is given up when nobody wants it any more', async () => {
    const wish = new AbortController()
    const running = run('for (;;);', { signal: wish.signal })
    wish.abort(new Error('changed'))
    await expect(running).rejects.toThrow('changed')
  })

  it('may reach out when that is allowed', async () => {
    const ran = await run("import { existsSync } from 'node:fs'\nconst there = existsSync('/')", {
      mayReach: true,
    })
    expect(ran).toMatchObject({ trouble: null, returned: { there: true } })
  })
})

describe('programs one after the other', () => {
  it('know nothing of each other', async () => {
    const counted = `import { countSms, sendSms } from 'celeriac/bank'
await (await sendSms.delay(1, 'paid')).get()
const sms = await (await countSms.delay()).get()
const before = globalThis.left
globalThis.left = 'something'
Array.prototype.map = () => []
`
    for (let again = 0; again < 3; again++) {
      const { returned, trouble } = await run(counted)
      expect(trouble).toBeNull()
      expect(returned).toMatchObject({ sms: 1 })
      expect(returned.before).toBeUndefined()
    }
  })

  it('run whatever became of the one before', async () => {
    const limits = { timeMs: 300 }
    const fine = () => run("const it = 'runs'\n")
    for (const [source, type] of [
      ['while (true) {}\n', 'loop'],
      ['const = 1\n', 'syntax'],
      ["throw new Error('no')\n", 'threw'],
      ['await new Promise(() => {})\n', 'never'],
      ['const all = []\nwhile (true) all.push(new Array(1e6).fill(all.length))\n', 'memory'],
    ] as const) {
      const { trouble } = await run(source, type === 'loop' ? { limits } : {})
      expect(trouble?.type).toBe(type)
      expect((await fine()).returned).toMatchObject({ it: 'runs' })
    }
  })

  it('use the same process, as long as it is well', async () => {
    const children = () => execFileSync('ps', ['-o', 'pid=,args=', '--ppid', `${process.pid}`]).toString()
    const programs = () =>
      children()
        .split('\n')
        .filter((row) => row.includes('program.js'))
    await run("import 'celeriac'\n")
    const before = programs()
    expect(before.length).toBeGreaterThan(0)
    await run("import 'celeriac'\n")
    expect(programs()).toEqual(before)
    await run("import 'celeriac'\n", { mayReach: true })
    expect(programs().length).toBeLessThan(before.length + 1)
  })
})
