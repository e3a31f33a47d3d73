// The package as its users get it: packed, and installed in a folder outside of the repository.
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const root = fileURLToPath(new URL('../../', import.meta.url))
const run = promisify(execFile)
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'

/** A folder outside of the repository, for a package of its own. */
export const makeFolder = () => realpathSync(mkdtempSync(join(tmpdir(), 'celeriac-types-')))

/** Packs, and installs in a folder, offline: what it depends on comes from this repository. */
export async function install(folder) {
  await run(process.execPath, [join(root, 'node_modules/typescript7/bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: root,
  })
  const { stdout } = await run(npm, ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: root,
  })
  const [packed] = JSON.parse(stdout)
  const tarball = join(folder, packed.filename)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }\n')
  const needs = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies)
  await run(
    npm,
    [
      'install',
      '--offline',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--no-package-lock',
      tarball,
    ].concat(needs.map((name) => join(root, 'node_modules', name))),
    { cwd: folder },
  )
  return { folder, tarball, packed }
}

/** What must be in the package, and what must not, as checks. */
export async function checkPackage({ folder, tarball, packed }) {
  const paths = packed.files.map(({ path }) => path)
  const inside = (path) => existsSync(join(folder, 'node_modules/celeriac', path))
  const lessons = readdirSync(join(root, 'lessons')).filter((name) => /^\d\d-/.test(name))
  const needed = ['README.md', 'LICENSE', 'dist/src/index.js', 'dist/src/index.d.ts'].concat(
    lessons.map((name) => `lessons/${name}/chapter.ts`),
  )
  const own = (path) =>
    /^(command|dist|lessons|playground)\/|^(README\.md|LICENSE|launch\.mjs|package\.json)$/.test(path)
  const { messages, pkg } = await publint({ pkgDir: join(folder, 'node_modules/celeriac'), strict: true })
  return [
    ...needed.map((path) => ({ name: `the package holds ${path}`, passed: inside(path) })),
    {
      name: 'the package holds nothing else',
      passed: paths.every(own),
      detail: paths.filter((path) => !own(path)).join(),
    },
    // Half of it is amaro, with which Node itself strips types.
    { name: 'the package is below 3 MB', passed: packed.size < 3e6, detail: `${packed.size} bytes` },
    {
      name: 'publint',
      passed: messages.length === 0,
      detail: messages.map((message) => formatMessage(message, pkg)).join('\n  '),
    },
    await areTheTypesWrong(tarball),
  ]
}

const areTheTypesWrong = (tarball) => {
  const program = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js')
  const words = [
    program,
    tarball,
    '--profile',
    'esm-only',
    '--no-definitely-typed',
    '--format',
    'ascii',
    '--no-color',
  ]
  return run(process.execPath, words).then(
    () => ({ name: 'attw', passed: true }),
    ({ stdout, message }) => ({ name: 'attw', passed: false, detail: stdout || message }),
  )
}
