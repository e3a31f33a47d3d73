// Starts a program: its bundle, rebuilt first when one of its sources is newer. In an installed package there is nothing
// to build from, and the bundle is run as it came.
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

/** Runs a program of build.mjs, by its name. */
export const launch = async (name) => {
  if (existsSync(join(root, 'build.mjs')) && isStale(name)) {
    const { buildProgram } = await import('./build.mjs')
    await buildProgram(name)
  }
  await import(`./dist/${name}.js`)
}
