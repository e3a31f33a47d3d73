import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual, promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sentCanvases } from '../../../playground/export/sentCanvases.ts'
import { toPython } from '../../../playground/export/toPython.ts'
import { type Example, loadExamples } from '../../../playground/keep/examples.ts'
import { playWorld } from '../../../playground/run/world.ts'
import type { Handle } from '../../../src/canvas/handle.ts'
import type { ProgramRun } from '../../../src/program/programRun.ts'
import { runProgram } from '../../../src/program/runProgram.ts'
import { describeWith } from '../../needs.ts'
import { ROOT } from '../../terminal/pseudoTerminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'celeriac-python-'))
beforeAll(() => {
  execFileSync(process.execPath, ['build.mjs', 'program'], { cwd: ROOT })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const play = ({ text, name, world }: Example) => {
  const { backend: _, ...rest } = { ...playWorld, ...world }
  return runProgram({ source: text, file: name, world: rest })
}

/** What `get()` gives in the run; undefined where it gives nothing, or raises. */
const givenBy = (run: ProgramRun, handle: Handle): unknown => {
  if (handle.type === 'group') {
    const values = handle.results.map((member) => givenBy(run, member))
    return values.includes(undefined) ? undefined : values
  }
  const stored = run.trace.findLast((event) => event.type === 'result-stored' && event.taskId === handle.id)
  return stored?.type === 'result-stored' && stored.state === 'SUCCESS' ? stored.result : undefined
}

/** Celery's own get() runs into its timeout here; and what a task sends while it runs is not exported. */
const differs = new Set(['11-07-between-solution.ts', '13-05-page-after-page-canvas.ts'])

/** The programs of the lessons that run through where nothing goes wrong, with what each of their results gives. */
const playable = async () => {
  const examples = await loadExamples()
  const found = []
  for (const example of examples) {
    if (differs.has(example.name)) continue
    if (example.world.faults !== undefined || !/-(canvas|chain|link|solution)\.ts$/.test(example.name))
      continue
    const run = await play(example)
    const sent = sentCanvases(run)
    const values = sent.map(({ name }) => {
      const handle = run.handles[name]
      return handle && givenBy(run, handle)
    })
    if (run.trouble === null && sent.length > 0 && !values.includes(undefined))
      found.push({ example, run, sent, values })
  }
  return found
}

describe('a module for Celery', () => {
  test('says what a person would write', async () => {
    const source = `import { chain, chord, group } from 'celeriac'
import { confirmSms, countSms, sendSms, sendWhatsapp } from 'celeriac/bank'
const r = await chain(sendSms.s(1234, "it's \\"paid\\""), confirmSms.s(1234).set({ queue: 'slow' })).delay()
const c = await chord([sendSms.si(1, 'a'), sendWhatsapp.si(2, 'b')], countSms.si()).delay()
const m = await sendSms.starmap([[1, 'a'], [2, 'b']]).delay()
const l = await sendSms.s(1, 'x').link(countSms.si()).applyAsync({ countdown: 5 })
`
    const run = await runProgram({ source, file: 'x.ts' })
    expect(run.trouble).toBeNull()
    const lines = toPython('1-x.ts', sentCanvases(run), run).split('\n')
    expect(
      lines.filter((line) => / = .*\.(?:delay|apply_async)\(/.test(line)).map((line) => line.trim()),
    ).toEqual([
      'r = chain(send_sms.s(1234, "it\'s \\"paid\\""), confirm_sms.s(1234).set(queue="slow")).delay()',
      'c = chord([send_sms.si(1, "a"), send_whatsapp.si(2, "b")], count_sms.si()).delay()',
      'm = send_sms.starmap([[1, "a"], [2, "b"]]).delay()',
      'l = send_sms.s(1, "x").set(link=[count_sms.si()]).apply_async(countdown=5)',
    ])
    expect(lines[0]).toBe('"""_1_x: what a Celeriac program sends, for Celery.')
  })
})

describeWith('celery', 'on Celery', () => {
  describeWith('redis', 'with Redis', () => {
    test('the programs of the lessons give what they gave here', async () => {
      const cases = await playable()
      expect(cases.length).toBeGreaterThan(8)
      const files = cases.map(({ example, run, sent }, index) => {
        const file = join(folder, `lesson_${index}.py`)
        writeFileSync(file, toPython(example.name, sent, run))
        return file
      })
      const url = process.env.CELERIAC_REDIS
      const { stdout } = await promisify(execFile)(
        join(ROOT, '.venv/bin/python'),
        [join(ROOT, 'test/playground/export/play.py'), ...files],
        { env: { ...process.env, BROKER: `${url}/13`, BACKEND: `${url}/14` }, maxBuffer: 1e8 },
      )
      const said = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as string)
      const expected = cases.map(({ sent, values }) => sent.map(({ name }, index) => [name, values[index]]))
      const came = said.map((text) =>
        text
          .trim()
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), JSON.parse(line.slice(line.indexOf(':') + 1))]),
      )
      const titled = (all: readonly unknown[]) => all.map((one, index) => [cases[index]!.example.name, one])
      const other = titled(came).filter((one, index) => !isDeepStrictEqual(one, titled(expected)[index]))
      expect(other).toEqual([])
    }, 600_000)
  })
})
