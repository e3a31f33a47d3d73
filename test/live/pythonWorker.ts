import { fileURLToPath } from 'node:url'
import type { Processes } from '../conformance/processes.ts'
import { PYTHON } from '../needs.ts'

/** A queue: its name; and its exchange with its type, and the routing key, where they are not its name and direct. */
export type DeclaredQueue = readonly [name: string, exchange: readonly [string, string] | null, key?: string]

/** What a worker in Python is told. */
export interface PythonWorker {
  readonly broker: string
  readonly backend: string
  readonly name: string
  readonly queues: readonly DeclaredQueue[]
  readonly settings?: object
  /** More for the command line of `celery worker`. */
  readonly words?: readonly string[]
}

/** Starts a worker in Python with the tasks of `pythonWorker.py`; what comes back ends it. */
export const startPythonWorker = (
  processes: Processes,
  { broker, backend, name, queues, settings = {}, words = [] }: PythonWorker,
): Promise<() => Promise<void>> =>
  processes.service(
    {
      command: [PYTHON, 'pythonWorker.py'],
      folder: fileURLToPath(new URL('.', import.meta.url)),
      env: {
        BROKER: broker,
        BACKEND: backend,
        NAME: name,
        QUEUES: JSON.stringify(queues),
        SETTINGS: JSON.stringify(settings),
        WORDS: JSON.stringify(words),
        PYTHONDONTWRITEBYTECODE: '1',
      },
    },
    / ready\.$/,
  )
