import { watch, writeFileSync } from 'node:fs'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Chapter, Exercise } from './lesson.ts'
import { startOf } from './runExercise.ts'

/**
 * The learner's own file for one exercise: `playground/work/05-08-send-and-count.ts` in the folder in which the course
 * was started. It is made from the start when there is none, and never written again but by the learner, a reset, or
 * its taking back; what a reset replaces is kept beside it.
 */
export class Workbench {
  /** From the folder in which the course was started. */
  readonly path: string
  readonly file: string
  readonly #chapter: Chapter
  readonly #exercise: Exercise
  readonly #full: string
  readonly #kept: string
  /** What was written here or read last: a change to it is none of the learner's. */
  #known: string | null = null
  /** The end of what was asked of the file last: one thing after the other, so that no write comes late. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(home: string, chapter: Chapter, exercise: Exercise) {
    this.path = join(workFolder, fileOf(chapter, exercise))
    this.file = basename(this.path)
    this.#chapter = chapter
    this.#exercise = exercise
    this.#full = join(home, this.path)
    this.#kept = join(home, workFolder, '.before', this.file)
  }

  /** Where the file is on this machine. */
  get fullPath(): string {
    return this.#full
  }

  /** The learner's text; the file is made where there is none. Says why where it cannot be. */
  async open(): Promise<Opened> {
    const start = await startOf(this.#chapter, this.#exercise)
    try {
      const source = await readText(this.#full)
      if (source === null) await this.#write(start)
      this.#known = source ?? start
      return { source: this.#known, isNew: source === null, problem: null }
    } catch (error) {
      return { source: start, isNew: true, problem: whyNot(this.path, error as NodeJS.ErrnoException) }
    }
  }

  /** The learner's text, or null where there is none. */
  read(): Promise<string | null> {
    return this.#inTurn(() => readText(this.#full)).catch((error: NodeJS.ErrnoException) => {
      throw new Error(whyNot(this.path, error))
    })
  }

  /** Writes what the learner wrote here. */
  save(source: string): Promise<string | null> {
    return this.#try(() => this.#write(source))
  }

  /** Writes what the learner wrote here at once, as the program ends: there is nobody left to tell of a failure. */
  saveAtEnd(source: string): void {
    try {
      writeFileSync(this.#full, source)
    } catch {
      // The file could not be written before either, and that was said.
    }
  }

  /** Puts the start back, and keeps what was there. Says why where it cannot. */
  reset(): Promise<string | null> {
    return this.#swap(async () => startOf(this.#chapter, this.#exercise))
  }

  /** Takes the last reset back; what it replaces is kept in turn. */
  restore(): Promise<string | null> {
    return this.#swap(async () => {
      const kept = await readText(this.#kept)
      if (kept === null) throw new Error('nothing was kept')
      return kept
    })
  }

  /** Was something replaced by a reset? */
  async canRestore(): Promise<boolean> {
    return stat(this.#kept).then(
      () => true,
      () => false,
    )
  }

  /** Calls back with the text whenever somebody changed it; null when it is gone. Gives what ends that. */
  watch(onChange: (source: string | null) => void): () => void {
    let timer: NodeJS.Timeout | undefined
    const look = async () => {
      const source = await this.read().catch(() => null)
      if (source === this.#known) return
      this.#known = source
      onChange(source)
    }
    // The folder, since many editors write another file and rename it.
    const later = () => {
      clearTimeout(timer)
      timer = setTimeout(look, settleMs)
    }
    let watcher: ReturnType<typeof watch> | undefined
    try {
      watcher = watch(dirname(this.#full), later)
      watcher.on('error', () => {})
    } catch {
      // The folder could not be made; that was said when it was opened.
    }
    // Where the system tells nothing, as on some network drives.
    const polling = setInterval(look, pollMs)
    polling.unref()
    return () => {
      clearTimeout(timer)
      clearInterval(polling)
      watcher?.close()
    }
  }

  async #swap(next: () => Promise<string>): Promise<string | null> {
    return this.#try(async () => {
      const source = await next()
      const before = await readText(this.#full)
      if (before !== null) await writeWhole(this.#kept, before)
      await this.#write(source)
    })
  }

  async #write(source: string): Promise<void> {
    await writeWhole(this.#full, source)
    this.#known = source
  }

  #inTurn<Done>(work: () => Promise<Done>): Promise<Done> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => {})
    return turn
  }

  #try(write: () => Promise<void>): Promise<string | null> {
    return this.#inTurn(write).then(
      () => null,
      (error: NodeJS.ErrnoException) => whyNot(this.path, error),
    )
  }
}

/** A learner's file when it is opened. */
export interface Opened {
  readonly source: string
  /** It was just made from the start. */
  readonly isNew: boolean
  /** Why it could not be read or made; null when all is well. */
  readonly problem: string | null
}

const workFolder = join('playground', 'work')

/** `05-08-send-and-count.ts`: the chapter, the step, and what it is called. */
const fileOf = ({ number, steps }: Chapter, exercise: Exercise): string => {
  const step = steps.indexOf(exercise) + 1
  const name = exercise.folder.replace(/^\d+-/, '')
  return `${twoDigits(number)}-${twoDigits(step)}-${name}.ts`
}

const twoDigits = (number: number) => String(number).padStart(2, '0')

/** For a file that is still being written. */
const settleMs = 40
const pollMs = 2000

const readText = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })

/** Whoever reads sees the text before or the text after, never half of it. */
const writeWhole = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  const half = `${path}.${process.pid}.half`
  try {
    await writeFile(half, text)
    await rename(half, path)
  } catch (error) {
    await rm(half, { force: true })
    throw error
  }
}

const whyNot = (path: string, { code, message }: NodeJS.ErrnoException): string => {
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `${path} cannot be written: the folder does not allow it. Start the course where you may write.`
  if (code === 'ENOSPC') return `${path} cannot be written: the disk is full.`
  if (code === 'EISDIR') return `${path} is a folder: move it away.`
  return `${path} cannot be used: ${message}.`
}
