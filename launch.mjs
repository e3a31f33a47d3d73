// Starts a program: its bundle, and beside it the one that runs a learner's programs. What has a newer source is built
// again first; in an installed package there is nothing to build from, and both are run as they came.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))

const isStale = (name) => {
  const manifest = join(root, `dist/${name}.build.json`)
  if (!existsSync(manifest)) return true
  const { startedAtMs, inputs, outputs } = JSON.parse(readFileSync(manifest, 'utf8'))
  const changedAtMs = (file) =>
    statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY
  return (
    inputs.some((file) => changedAtMs(file) > startedAtMs) ||
    !outputs.every((file) => existsSync(join(root, file)))
  )
}

/** Builds those programs of build.mjs again that have a newer source. */
export const freshen = async (names) => {
  const stale = existsSync(join(root, 'build.mjs')) ? names.filter(isStale) : []
  if (stale.length === 0) return
  const { buildProgram } = await import('./build.mjs')
  await Promise.all(stale.map(buildProgram))
}

/** Runs a program of build.mjs, by its name. */
export const launch = async (name) => {
  await freshen([name, 'program'])
  await import(`./dist/${name}.js`)
}
