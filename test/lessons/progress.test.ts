import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as esbuild from 'esbuild'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chapters } from '../../lessons/chapters.ts'
import { ProgressFile, stepKey } from '../../lessons/progress.ts'
import { rememberedOf, rememberWith } from '../../lessons/remembering.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'celeriac-progress-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const file = () => join(home, '.celeriac/progress.json')
const kept = () => JSON.parse(readFileSync(file(), 'utf8'))
const write = (text: string) => {
  mkdirSync(join(home, '.celeriac'), { recursive: true })
  writeFileSync(file(), text)
}

describe('the file of the progress', () => {
  it('begins empty, and is read again', () => {
    const progress = new ProgressFile(home, {})
    expect(progress.read()).toEqual({ progress: { v: 1, current: null, done: {} }, note: null })
    expect(progress.change((before) => ({ ...before, current: '05-06' }))).toBeNull()
    expect(new ProgressFile(home, {}).read().progress.current).toBe('05-06')
    expect(readdirSync(join(home, '.celeriac'))).toEqual(['progress.json'])
  })

  it('lies where CELERIAC_PROGRESS says', () => {
    const path = join(home, 'elsewhere/mine.json')
    new ProgressFile(home, { CELERIAC_PROGRESS: path }).change((before) => ({ ...before, current: '01-01' }))
    expect(JSON.parse(readFileSync(path, 'utf8')).current).toBe('01-01')
    expect(existsSync(file())).toBe(false)
  })

  it('keeps what it does not know', () => {
    const done = { '05-01': { at: 'then', hints: 1, mood: 'good' } }
    write(JSON.stringify({ v: 1, current: null, done, theme: 'dark' }))
    new ProgressFile(home, {}).change((before) => ({ ...before, current: '05-02' }))
    expect(kept()).toEqual({ v: 1, current: '05-02', done, theme: 'dark' })
  })

  it.each(['', '{', 'null', '[]', '{"v":2}', '{"v":1,"done":[]}', '{"v":1,"done":{"05-01":{}}}'])(
    'sets %j aside, says so, and goes on',
    (broken) => {
      write(broken)
      const progress = new ProgressFile(home, {})
      const { note } = progress.read()
      expect(note).toMatch(/set aside as progress\.json\.broken-\d+/)
      const [aside] = readdirSync(join(home, '.celeriac')).filter((name) => name.includes('broken'))
      expect(readFileSync(join(home, '.celeriac', aside!), 'utf8')).toBe(broken)
      expect(progress.change((before) => ({ ...before, current: '05-01' }))).toBeNull()
      expect(kept().current).toBe('05-01')
    },
  )

  it('says why it cannot be kept, and throws nothing', () => {
    writeFileSync(join(home, '.celeriac'), 'a file where the folder should be')
    expect(new ProgressFile(home, {}).change((before) => before)).toMatch(/^Progress is not kept: /)
  })

  it('is not held up by a lock that somebody left behind', () => {
    write('{"v":1,"current":null,"done":{}}')
    writeFileSync(`${file()}.lock`, '')
    const progress = new ProgressFile(home, {})
    expect(progress.change((before) => ({ ...before, current: '05-01' }))).toBeNull()
    expect(kept().current).toBe('05-01')
  })

  it('loses nothing when several lessons write at once', async () => {
    const script = join(home, 'writer.mjs')
    await esbuild.build({
      stdin: {
        contents: `import { ProgressFile } from './lessons/progress.ts'
          const [name] = process.argv.slice(2)
          const file = new ProgressFile(${JSON.stringify(home)}, {})
          for (let step = 0; step < 25; step++)
            file.change((before) => ({ ...before, done: { ...before.done, [name + step]: { at: '', hints: 0 } } }))`,
        resolveDir: process.cwd(),
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: script,
    })
    const run = (name: string) => promisify(execFile)(process.execPath, [script, name])
    await Promise.all(['a', 'b', 'c'].map(run))
    expect(Object.keys(kept().done)).toHaveLength(75)
  })
})

describe('what is remembered of a chapter', () => {
  const open = async () => {
    const chapter = await chapters.find(({ number }) => number === 5)!.load()
    const progress = new ProgressFile(home, {})
    return { chapter, progress, remembered: rememberedOf(chapter, progress.read().progress) }
  }

  it('is what was answered and solved, and where the learner was', async () => {
    const { chapter, progress, remembered } = await open()
    expect(remembered).toEqual({ answers: {}, solved: {}, hints: {}, step: 0 })
    const exercise = chapter.steps.findIndex(({ type }) => type === 'exercise')
    const remember = rememberWith(progress, chapter, remembered, () => 4)
    remember({ answers: { 2: 2 }, solved: { [exercise]: true }, hints: { [exercise]: 3 }, step: 3 })
    expect(kept()).toMatchObject({
      current: stepKey(5, 3),
      done: {
        [stepKey(5, 2)]: { hints: 0, answer: 2, step: 'waves' },
        [stepKey(5, exercise)]: { hints: 3, runs: 4 },
      },
    })
    const again = (await open()).remembered
    expect(again).toMatchObject({ answers: { 2: 2 }, solved: { [exercise]: true }, step: 3 })
  })

  it('goes on at the first step that is not done, when the learner was elsewhere last', async () => {
    const { chapter, progress, remembered } = await open()
    rememberWith(
      progress,
      chapter,
      remembered,
      () => 0,
    )({ answers: { 0: 1 }, solved: { 1: true }, hints: {}, step: 1 })
    progress.change((before) => ({ ...before, current: '10-01' }))
    expect((await open()).remembered.step).toBe(2)
  })

  it('forgets an answer that was taken back, and leaves what another lesson wrote', async () => {
    const { chapter, progress, remembered } = await open()
    const remember = rememberWith(progress, chapter, remembered, () => 0)
    remember({ answers: { 0: 1 }, solved: {}, hints: {}, step: 0 })
    const other = { at: 'then', hints: 0, answer: 3 }
    progress.change((before) => ({ ...before, done: { ...before.done, [stepKey(5, 4)]: other } }))
    remember({ answers: {}, solved: {}, hints: {}, step: 0 })
    expect(kept().done).toEqual({ [stepKey(5, 4)]: other })
  })

  it('does not take what was done of another step, and writes nothing over', async () => {
    const before = {
      '05-02': { at: 'then', hints: 0, answer: 3 },
      '05-03': { at: 'then', hints: 0, answer: 2 },
      '05-07': { at: 'then', hints: 0, answer: 1, step: 'link' },
      '05-13': { at: 'then', hints: 2, runs: 5 },
    }
    write(JSON.stringify({ v: 1, current: '05-13', done: before }))
    const { chapter, progress, remembered } = await open()
    // The second step is an exercise now; the link has moved to the sixth place.
    expect(remembered).toMatchObject({ answers: { 2: 2, 5: 1 }, solved: {}, step: 0 })
    const remember = rememberWith(progress, chapter, remembered, () => 1)
    remember({ answers: { 2: 2, 5: 2, 6: 2 }, solved: { 1: true }, hints: {}, step: 1 })
    expect(kept().done).toMatchObject({
      '05-02': before['05-02'],
      '05-13': before['05-13'],
      '05-07': { answer: 2, step: 'link' },
      '05-group': { runs: 1, step: 'group' },
      '05-chord': { answer: 2, step: 'chord' },
    })
    expect((await open()).remembered).toMatchObject({ answers: { 2: 2, 5: 2, 6: 2 }, solved: { 1: true } })
  })
})
