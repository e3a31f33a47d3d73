import type { Configuration } from '../canvas/celery.ts'

/**
 * Which queue a task's messages go to when neither the call nor the task says one (`task_routes`, `task_default_queue`).
 * A name that is written out goes before every pattern (routes.py, `MapRoute`).
 */
export function routeBy({
  taskRoutes = {},
  taskDefaultQueue = 'celery',
}: Configuration): (task: string) => string {
  const entries = Object.entries(taskRoutes)
  const routes = entries
    .filter(([name]) => name.includes('*'))
    .map(([pattern, queue]) => ({ fits: patternOf(pattern), queue }))
  const known = new Map(entries)
  return (task) => {
    const present = known.get(task)
    if (present !== undefined) return present
    const queue = routes.find(({ fits }) => fits.test(task))?.queue ?? taskDefaultQueue
    known.set(task, queue)
    return queue
  }
}

/** A glob as Celery's router takes it: `*` is anything, `?` one character. */
const patternOf = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  )
