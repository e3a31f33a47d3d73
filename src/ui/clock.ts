/** Virtual time as the screens print it, in seconds. */
export const clock = (atMs: number): string => (atMs / 1000).toFixed(2)

/** A tick of the axis: `0s`, `0.5s`, `2m`, `3h`. */
export const tick = (atMs: number): string => {
  if (atMs >= hourMs && atMs % hourMs === 0) return `${atMs / hourMs}h`
  if (atMs >= minuteMs && atMs % minuteMs === 0) return `${atMs / minuteMs}m`
  return `${Number((atMs / 1000).toFixed(3))}s`
}

const minuteMs = 60_000
const hourMs = 3_600_000

const steps = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000,
  600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000,
]

/** The smallest round step between ticks that is at least this long. */
export const tickStep = (leastMs: number): number => {
  const found = steps.find((step) => step >= leastMs)
  if (found !== undefined) return found
  const days = steps.at(-1)!
  return Math.ceil(leastMs / days) * days
}
