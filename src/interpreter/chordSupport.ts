import { NotImplementedError } from '../canvas/exceptions.ts'
import type { Context } from './context.ts'

/** Throws when the result backend cannot synchronize, in the words of celery/backends/rpc.py and base.py, and with a cure. */
export function ensureChordsAllowed({ chords, backend }: Context): void {
  if (chords !== 'none') return
  const why =
    backend === 'disabled'
      ? 'Starting chords requires a result backend to be configured.'
      : `The "${backend}" result backend does not support chords!`
  throw new NotImplementedError(`${why}

Note that a group chained with a task is also upgraded to be a chord,
as this pattern requires synchronization.

Result backends that supports chords: Redis, Database, Memcached, and more.

What to do: give the app another backend, new Celery(name, { backend: 'redis://localhost:6379/1' }).`)
}
