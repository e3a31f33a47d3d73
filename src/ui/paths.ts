import type { Handle } from '../canvas/handle.ts'
import type { Film } from './film.ts'

const known = new WeakMap<Film, ReadonlyMap<string, string>>()

/** What the program would type for a result: `r`, `r.parent`, `r[0]`; by id, for the first thousand. */
export const pathsOf = (film: Film): ReadonlyMap<string, string> => {
  const found = known.get(film)
  if (found !== undefined) return found
  const paths = new Map<string, string>()
  const waiting: (readonly [string, Handle])[] = Object.entries(film.recording.handles)
  for (let index = 0; index < waiting.length && paths.size < most; index++) {
    const [path, handle] = waiting[index]!
    if (paths.has(handle.id)) continue
    paths.set(handle.id, path)
    if (handle.parent !== null) waiting.push([`${path}.parent`, handle.parent])
    if (handle.type === 'group')
      for (const [place, member] of handle.results.slice(0, most).entries())
        waiting.push([`${path}[${place}]`, member])
  }
  known.set(film, paths)
  return paths
}

const most = 1000
