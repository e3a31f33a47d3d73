/** How long it is tried to reach a server that does not answer: a client gives up, a worker never does. */
export type Patience = 'client' | 'worker'

/** How often a client tries to have something done: for some three seconds, with the delays below. */
export const CLIENT_TRIES = 8

/** Milliseconds before the next try: ever more, up to a second, with a random part, so that not all come back at once. */
export const delayMs = (tries: number): number =>
  Math.min(25 * 2 ** Math.min(tries, 7), 1_000) * (0.5 + Math.random() / 2)
