import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Drafts } from './drafts.ts'
import type { FileOpened } from './fileOpened.ts'

/** Larger files are no programs. */
const mostBytes = 4_000_000

/** Reads a program; of one that does not exist yet, nothing. */
export const openFile = async (path: string, drafts: Drafts): Promise<FileOpened> => {
  const draft = await drafts.find({ path, name: basename(path) })
  try {
    const { size } = await stat(path)
    if (size > mostBytes) return { error: `it has ${Math.round(size / 1e6)} MB, and 4 MB are the most` }
    const text = await readFile(path, 'utf8')
    if (text.includes('\0')) return { error: 'it is not text' }
    return { text, draft }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return { text: '', draft }
    return { error: code === 'EISDIR' ? 'it is a folder' : message }
  }
}
