// What `npm run lesson` starts: the bundle, rebuilt first when one of its sources is newer. In an installed package
// there is nothing to build from, and the bundle is run as it came.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

const isStale = () => {
  const manifest = join(root, 'dist/lesson.build.json')
  if (!existsSync(manifest)) return true
  const { startedAtMs, inputs, outputs } = JSON.parse(readFileSync(manifest, 'utf8'))
  const changedAtMs = (file) =>
    statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY
  return (
    inputs.some((file) => changedAtMs(file) > startedAtMs) ||
    !outputs.every((file) => existsSync(join(root, file)))
  )
}

if (existsSync(join(root, 'build.mjs')) && isStale()) {
  const { buildProgram } = await import('../build.mjs')
  await buildProgram('lesson')
}

await import('../dist/lesson.js')
