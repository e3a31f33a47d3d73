const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 }

/** The milliseconds between two starts under a rate limit such as `'10/m'` or 5 (a second); 0 is no limit. */
export function intervalMs(limit: string | number | null | undefined): number {
  if (!limit) return 0
  if (typeof limit === 'number') return 1000 / limit
  const [, count, unit = 's'] = /^\s*(\d+(?:\.\d+)?)\s*(?:\/\s*([smh]))?\s*$/.exec(limit) ?? []
  if (count === undefined)
    throw new TypeError(`a rate limit is a number a second, or '10/s', '100/m', '1000/h'; got '${limit}'`)
  return Number(count) === 0 ? 0 : (SECONDS[unit]! * 1000) / Number(count)
}
