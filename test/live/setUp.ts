import { fileURLToPath } from 'node:url'
import type { Configuration } from '../../src/index.ts'
import type { Processes } from '../conformance/processes.ts'

/** Who plays a part: Celery, or Celeriac. */
export type Language = 'Python' | 'TypeScript'

/** A client and a worker that play cases together, and what carries their messages and results. */
export interface SetUp {
  readonly client: Language
  readonly worker: Language
  /** URLs of the broker and the backend. */
  readonly broker: string
  readonly backend: string
  /** A Redis database of its own for what happens, written by whoever runs a task. */
  readonly log: string
  /** The queue of the two. */
  readonly queue: string
}

/** What a set-up is played with. */
export interface Stage {
  readonly processes: Processes
  readonly python: string
}

/** The folder of the Python vocabulary and of the program that plays cases with it. */
export const ORACLE = fileURLToPath(new URL('../conformance/oracle', import.meta.url))

/** What Python's part is told. */
export const environmentOf = ({ broker, backend, log, queue }: SetUp) => ({
  BROKER: broker,
  BACKEND: backend,
  LOG: log,
  QUEUE: queue,
  PYTHONDONTWRITEBYTECODE: '1',
})

/** What TypeScript's part is told. */
export const settingsOf = ({ broker, backend, queue }: SetUp): Configuration => ({
  broker,
  backend,
  taskDefaultQueue: queue,
  resultExtended: true,
})
