import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The top of the package, from a source file and from a bundle. */
export const packageRoot = (): string => {
  let folder = new URL('.', import.meta.url)
  while (!existsSync(new URL('package.json', folder))) folder = new URL('..', folder)
  return fileURLToPath(folder)
}
