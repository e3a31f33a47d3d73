import type { Canvas } from './canvas.ts'
import { headerTasks, unrollGroup } from './compose.ts'
import { NotImplementedError } from './exceptions.ts'

/** Throws when the canvas holds a chord, also one that a group becomes, and the backend cannot do chords. */
export function requireChords(backend: string, canvas: Canvas): void {
  const without = /^(rpc|disabled)\b/.exec(backend)?.[1]
  if (without && needsChord(canvas)) throw noChords(without)
}

/** Whether sending the canvas makes a chord. A chord without a header runs its body at once, and needs no backend. */
function needsChord(canvas: Canvas): boolean {
  switch (canvas.subtask_type) {
    case null:
      return false
    case 'group':
      return canvas.kwargs.tasks.some(needsChord)
    case 'chain':
      return canvas.kwargs.tasks.some(
        (step, index, steps) =>
          needsChord(step) || (index < steps.length - 1 && unrollGroup(step).subtask_type === 'group'),
      )
    case 'chord':
      return headerTasks(canvas).length > 0 || (canvas.kwargs.body !== null && needsChord(canvas.kwargs.body))
  }
}

/** Celery's own words (backends/base.py E_CHORD_NO_BACKEND, backends/rpc.py E_NO_CHORD_SUPPORT), and what to do. */
const noChords = (backend: string) =>
  new NotImplementedError(
    `${
      backend === 'rpc'
        ? 'The "rpc" result backend does not support chords!'
        : 'Starting chords requires a result backend to be configured.'
    }

Note that a group chained with a task is also upgraded to be a chord,
as this pattern requires synchronization.

Result backends that supports chords: Redis, Database, Memcached, and more.

What to do: give the app another backend, new Celery(name, { backend: 'redis://localhost:6379/1' }).`,
  )
