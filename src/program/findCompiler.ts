import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * The compiler of TypeScript 7, a program of its own for every platform: ours, or that of the folder the program was
 * started in. Null where there is none.
 */
export const findCompiler = async (folder: string): Promise<string | null> => {
  const given = process.env.CELERIAC_TSC
  if (given !== undefined) return existsSync(given) ? given : null
  const tries = [
    [import.meta.url, 'typescript7'],
    [pathToFileURL(join(folder, 'package.json')).href, 'typescript'],
  ] as const
  for (const [from, name] of tries) {
    const found = await executableOf(from, name)
    if (found !== null) return found
  }
  return null
}

/** The package knows where its program is, and throws where there is none for this machine. */
const executableOf = async (from: string, name: string): Promise<string | null> => {
  try {
    const manifest = createRequire(from).resolve(`${name}/package.json`)
    const guide = join(dirname(manifest), 'lib/getExePath.js')
    if (!existsSync(guide)) return null
    const { default: path } = (await import(pathToFileURL(guide).href)) as { default: () => string }
    return path()
  } catch {
    return null
  }
}
