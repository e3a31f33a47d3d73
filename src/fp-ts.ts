import * as TE from 'fp-ts/lib/TaskEither.js'
import type { GetOptions } from './canvas/runtime.ts'

/** Anything that can be waited for as a result is. */
interface Gettable<Value> {
  get(options?: GetOptions): Promise<Value>
}

/**
 * `get()` for users of fp-ts: a `TaskEither` with the task's error on the left. Nothing is waited for before it is run.
 *
 * @example
 * pipe(getTaskEither(result), TE.map((total) => total * 2), TE.getOrElse(() => T.of(0)))
 */
export const getTaskEither = <Value>(
  result: Gettable<Value>,
  options: Omit<GetOptions, 'propagate'> = {},
): TE.TaskEither<Error, Value> =>
  TE.tryCatch(
    () => result.get(options),
    (error) => (error instanceof Error ? error : new Error(String(error))),
  )
