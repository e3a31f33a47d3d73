import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

describe("the author's check", () => {
  let copy: string
  beforeAll(async () => {
    mkdirSync(join(root, '.celeriac'), { recursive: true })
    copy = mkdtempSync(join(root, '.celeriac', 'course-'))
    await promisify(execFile)(process.execPath, ['build.mjs', 'lessonCheck'], { cwd: root })
    for (const folder of ['lessons', 'dist'])
      cpSync(join(root, folder), join(copy, folder), { recursive: true })
    for (const shared of ['src', 'node_modules', 'tsconfig.json', 'package.json'])
      symlinkSync(join(root, shared), join(copy, shared))
  })
  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  const plant = (file: string, change: (text: string) => string) => {
    const path = join(copy, 'lessons/05-signatures-chaining', file)
    const before = readFileSync(path, 'utf8')
    const after = change(before)
    expect(after, `nothing was planted in ${file}`).not.toBe(before)
    writeFileSync(path, after)
  }
  const check = (chapter = '5') =>
    promisify(execFile)(process.execPath, [join(copy, 'dist/lessonCheck.js'), chapter]).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => error,
    )

  it('passes a course that is true, and finds every planted lie', { timeout: 120_000 }, async () => {
    const honest = await check()
    expect(honest.stdout).toMatch(/^\d+ passed, 0 failed\n$/)
    expect(honest.code).toBe(0)

    const page = 'README.md'
    plant(page, (text) => text.replace('// => ["SMS sent", "WhatsApp sent"]', '// => "both sent"'))
    plant(page, (text) => text.replace('sendSms.s(1234, ', 'sendSms.s("1234", '))
    plant('06-link/link.svg', (text) => text.replace('SUCCESS', 'FAILURE'))
    plant('03-waves/lesson.md', (text) => text.repeat(2))
    plant('04-call-order/hints.md', (text) => text.replace('---', ''))
    const { code, stdout } = await check()
    expect(code).toBe(1)
    expect(stdout).toMatch(
      /README\.md:\d+ gives what it says: line \d+: .*"both sent".* is not so: it is \["SMS sent", "WhatsApp sent"\]/,
    )
    expect(stdout).toMatch(/README\.md:\d+ is typed as it says: line \d+: this does not compile: TS2345/)
    expect(stdout).toMatch(/README\.md is what its sources make of it: line \d+ has .*--write/)
    expect(stdout).toMatch(/06-link\/link\.svg is what its sources make of it: line \d+/)
    expect(stdout).toMatch(/03-waves has prose of at most 120 words: lesson\.md has \d+/)
    expect(stdout).toMatch(/04-call-order has three hints: hints\.md has 2/)
    expect(stdout).toMatch(/\n\d+ passed, [1-9]\d* failed\n$/)
  })

  it('passes a chapter of which the compiler refuses nothing', { timeout: 60_000 }, async () => {
    expect(await check('1')).toMatchObject({ code: 0, stdout: expect.stringMatching(/ passed, 0 failed\n$/) })
  })

  it('says which chapters there are not', async () => {
    const run = promisify(execFile)(process.execPath, [join(copy, 'dist/lessonCheck.js'), '99'])
    await expect(run).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('no chapter 99') })
  })
})
