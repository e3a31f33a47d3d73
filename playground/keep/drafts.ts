import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from './writeWhole.ts'

/** A text that stands in no file yet, or is newer than its file. */
export interface Draft {
  readonly path: string | null
  readonly name: string
  readonly text: string
  readonly keptAt: string
}

/** Where texts are kept while they are written, so that a crash, or the end of the machine, loses nothing. */
export interface Drafts {
  /** Keeps the newest text of a file, or of no file; what is asked while another is written follows it. */
  keep(draft: Omit<Draft, 'keptAt'>): void
  /** The text stands in its file now. */
  drop(which: Pick<Draft, 'path' | 'name'>): void
  /** What was kept of a file, or of a text that has only a name. */
  find(which: Pick<Draft, 'path' | 'name'>): Promise<Draft | null>
  /** The newest text that stands in no file. */
  newest(): Promise<Draft | null>
  /** Calls back, once, when texts cannot be kept. */
  onTrouble(listener: (error: Error) => void): void
  /** Resolves when all that was to be kept is. */
  settled(): Promise<void>
}

/** Keeps drafts in a folder. */
export const openDrafts = (folder: string): Drafts => {
  let wanted = new Map<string, string | null>()
  let work: Promise<void> = Promise.resolve()
  let trouble: Error | null = null
  let onTrouble: ((error: Error) => void) | null = null
  const fileOf = ({ path, name }: Pick<Draft, 'path' | 'name'>) => {
    const key = createHash('sha256')
      .update(path ?? name)
      .digest('hex')
      .slice(0, 24)
    return join(folder, `${path === null ? unnamed : ''}${key}.json`)
  }
  const read = async (file: string): Promise<Draft | null> => {
    try {
      const draft = JSON.parse(await readFile(file, 'utf8')) as Draft
      return typeof draft.text === 'string' && typeof draft.name === 'string' ? draft : null
    } catch {
      return null
    }
  }

  const flush = async () => {
    const now = wanted
    wanted = new Map()
    for (const [file, content] of now)
      try {
        if (content === null) await rm(file, { force: true })
        else {
          await mkdir(folder, { recursive: true })
          await writeWhole(file, content)
        }
      } catch (error) {
        if (trouble === null) onTrouble?.(error as Error)
        trouble = error as Error
      }
  }
  const want = (file: string, content: string | null) => {
    // Only the newest text of a file is written: what was asked before it and not begun is dropped.
    if (wanted.size === 0) work = work.then(flush)
    wanted.set(file, content)
  }

  return {
    keep: (draft) => want(fileOf(draft), JSON.stringify({ ...draft, keptAt: new Date().toISOString() })),
    drop: (which) => want(fileOf(which), null),
    find: async (which) => {
      const draft = await read(fileOf(which))
      return draft?.path === which.path ? draft : null
    },
    newest: async () => {
      const files = await readdir(folder).catch(() => [])
      const found = await Promise.all(
        files.filter((file) => file.startsWith(unnamed)).map((file) => read(join(folder, file))),
      )
      return (
        found
          .filter((draft) => draft !== null)
          .sort((one, other) => (one.keptAt < other.keptAt ? 1 : -1))[0] ?? null
      )
    },
    onTrouble: (listener) => {
      onTrouble = listener
      if (trouble !== null) listener(trouble)
    },
    settled: () => work,
  }
}

const unnamed = 'unnamed-'
