import type { Options } from '../canvas/canvas.ts'
import type { Configuration } from '../canvas/celery.ts'
import { encodeOptions } from '../canvas/options.ts'

/**
 * How a task's messages are sent where neither the call nor the task says it (`task_routes`); null for a task that has no
 * route. A name that is written out goes before every pattern (routes.py, `MapRoute`).
 */
export function routeBy({ taskRoutes = {} }: Configuration): (task: string) => Options | null {
  const entries = Object.entries(taskRoutes).map(
    ([name, route]) => [name, encodeOptions(typeof route === 'string' ? { queue: route } : route)] as const,
  )
  const patterns = entries
    .filter(([name]) => name.includes('*'))
    .map(([pattern, route]) => ({ fits: patternOf(pattern), route }))
  const known = new Map<string, Options | null>(entries)
  return (task) => {
    const present = known.get(task)
    if (present !== undefined) return present
    const route = patterns.find(({ fits }) => fits.test(task))?.route ?? null
    known.set(task, route)
    return route
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
