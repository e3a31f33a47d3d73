import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * What a learner has done. Steps go by chapter and place: `05-06`; where what stood there before is kept, by chapter and
 * name: `05-group`. Fields that are not ours are kept.
 */
export interface Progress {
  readonly v: 1
  /** Where the learner was last. */
  readonly current: string | null
  readonly done: Readonly<Record<string, Done>>
  readonly [other: string]: unknown
}

/** A question that was answered, or an exercise that was solved. */
export interface Done {
  /** When, in ISO 8601. */
  readonly at: string
  /** The step's name, since a place may go to another step: `group`. */
  readonly step?: string
  /** How many hints were taken. */
  readonly hints: number
  /** How often the program was run until then. */
  readonly runs?: number
  /** The option that was chosen, from 1. */
  readonly answer?: number
  readonly [other: string]: unknown
}

/** A learner's progress, and what was wrong with its file. */
export interface ReadProgress {
  readonly progress: Progress
  readonly note: string | null
}

/**
 * The progress of a learner on disk: `.celeriac/progress.json` in the folder in which the course was started, or where
 * CELERIAC_PROGRESS says. It is small and plain, so that copying it carries it to another machine.
 */
export class ProgressFile {
  readonly #path: string

  constructor(home: string, env: Readonly<Record<string, string | undefined>>) {
    const own = env.CELERIAC_PROGRESS ?? ''
    this.#path = own === '' ? join(home, '.celeriac', 'progress.json') : own
  }

  /** What is kept. A file that cannot be understood is set aside, and progress begins anew. */
  read(): ReadProgress {
    let text: string
    try {
      text = readFileSync(this.#path, 'utf8')
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      return { progress: NONE, note: code === 'ENOENT' ? null : `Progress cannot be read: ${message}.` }
    }
    const progress = progressIn(text)
    if (progress !== null) return { progress, note: null }
    const aside = `${this.#path}.broken-${Date.now()}`
    try {
      renameSync(this.#path, aside)
      return {
        progress: NONE,
        note: `Progress could not be understood: it is set aside as ${basename(aside)}.`,
      }
    } catch (error) {
      return { progress: NONE, note: `Progress could not be understood: ${(error as Error).message}.` }
    }
  }

  /**
   * Changes what is kept: read, changed and written as one, so that two lessons at once do not lose each other's steps.
   * Says why where it cannot be kept.
   */
  change(change: (progress: Progress) => Progress): string | null {
    try {
      mkdirSync(dirname(this.#path), { recursive: true })
      return this.#alone(() => {
        const before = this.read()
        const half = `${this.#path}.${process.pid}.half`
        writeFileSync(half, `${JSON.stringify(change(before.progress), null, 2)}\n`)
        renameSync(half, this.#path)
        return before.note
      })
    } catch (error) {
      return `Progress is not kept: ${(error as Error).message}.`
    }
  }

  /** Does something while nobody else does. Who died while it had the lock has it for a moment only. */
  #alone<Value>(work: () => Value): Value {
    const lock = `${this.#path}.lock`
    for (let tries = 0; ; tries++) {
      try {
        closeSync(openSync(lock, 'wx'))
        break
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
        const { mtimeMs } = statSync(lock, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() }
        if (tries > 200 || Date.now() - mtimeMs > staleMs) rmSync(lock, { force: true })
        else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
      }
    }
    try {
      return work()
    } finally {
      rmSync(lock, { force: true })
    }
  }
}

const staleMs = 2000

const NONE: Progress = { v: 1, current: null, done: {} }

/** The progress that a text holds; null when it holds none. */
const progressIn = (text: string): Progress | null => {
  try {
    const found: unknown = JSON.parse(text)
    if (!isRecord(found) || found.v !== 1) return null
    const { current = null, done = {} } = found
    if (!(current === null || typeof current === 'string') || !isRecord(done)) return null
    if (!Object.values(done).every(isDone)) return null
    return { ...found, v: 1, current, done: done as Readonly<Record<string, Done>> }
  } catch {
    return null
  }
}

const isDone = (value: unknown): value is Done =>
  isRecord(value) &&
  typeof value.at === 'string' &&
  typeof value.hints === 'number' &&
  (value.answer === undefined || typeof value.answer === 'number')

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** How a step is called in the file: `05-06`. */
export const stepKey = (chapter: number, step: number): string =>
  `${String(chapter).padStart(2, '0')}-${String(step + 1).padStart(2, '0')}`

/** How many steps of a chapter are done: at most all, since records of steps that are no more are kept. */
export const doneIn = ({ done }: Progress, chapter: number, steps: number): number => {
  const begin = stepKey(chapter, 0).slice(0, 3)
  return Math.min(steps, Object.keys(done).filter((key) => key.startsWith(begin)).length)
}
