import { open, realpath, rename, rm, stat } from 'node:fs/promises'

/**
 * Writes a file as a whole or not at all: what stood there stays until the new text is on the disk. A device, which
 * cannot be replaced, is written to directly.
 */
export const writeWhole = async (path: string, text: string): Promise<void> => {
  const known = await stat(path).catch(() => null)
  if (known !== null && !known.isFile()) return write(path, text)
  // Through a link to the file that it leads to.
  const target = known === null ? path : await realpath(path)
  const beside = `${target}.${process.pid}.tmp`
  try {
    await write(beside, text, known?.mode)
    await rename(beside, target)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}

const write = async (path: string, text: string, mode?: number) => {
  const file = await open(path, 'w', mode)
  try {
    await file.writeFile(text)
    await file.datasync().catch(() => {})
  } finally {
    await file.close()
  }
}
