// Starts a program: its bundle, and beside it the one that runs a learner's programs. What has a newer source is built
// again first; in an installed package there is nothing to build from, and both are run as they came.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))

const isStale = (name) => {
  const manifest = `${root}/dist/${name}.build.json`
  if (!existsSync(manifest)) return true
  const { startedAtMs, inputs, outputs } = JSON.parse(readFileSync(manifest, 'utf8'))
  return (
    inputs.some((file) => changedAtMs(file) > startedAtMs) ||
    !outputs.every((file) => existsSync(`${root}/${file}`))
  )
}

/** Programs share most of their sources, and a first frame waits for this: each is asked for once, by a path as it stands. */
const changedAtMs = (file) => {
  const known = changes.get(file) ?? mtimeMs(`${root}/${file}`)
  changes.set(file, known)
  return known
}

const changes = new Map()

const mtimeMs = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY

/** Builds those programs of build.mjs again that have a newer source. */
export const freshen = async (names) => {
  const stale = existsSync(`${root}/build.mjs`) ? names.filter(isStale) : []
  if (stale.length === 0) return
  const { buildProgram } = await import('./build.mjs')
  await Promise.all(stale.map(buildProgram))
}

/** Runs a program of build.mjs, by its name. */
export const launch = async (name) => {
  await freshen([name, 'program'])
  await import(`./dist/${name}.js`)
}
