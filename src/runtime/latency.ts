import type { Chance } from './chance.ts'

/** How long something takes, in milliseconds: a number, or [mean, spread] for an even chance between mean ± spread. */
export type Duration = number | readonly [meanMs: number, spreadMs: number]

/** The model of a cluster's delays. */
export interface Latency {
  /** From publishing a message until a worker can take it. */
  readonly publish: Duration
  /** A task's run, on top of what it sleeps; for every task, or by name with `default` for the others. */
  readonly run: Duration | { readonly default: Duration; readonly [task: string]: Duration }
  /** From a task's end until its result can be read; one reading of the backend takes as long. */
  readonly store: Duration
}

/** A small cluster on one machine. */
export const LATENCY: Latency = { publish: [5, 2], run: [40, 20], store: [3, 1] }

/** One draw from a duration, never below zero. */
export function draw(duration: Duration, chance: Chance): number {
  if (typeof duration === 'number') return duration
  const [mean, spread] = duration
  return Math.max(0, mean + (chance.next() * 2 - 1) * spread)
}

/** How long a run of this task takes. */
export function runDuration({ run }: Latency, task: string): Duration {
  if (typeof run === 'number' || Array.isArray(run)) return run as Duration
  const byName = run as { readonly default: Duration; readonly [task: string]: Duration }
  return byName[task] ?? byName.default
}
