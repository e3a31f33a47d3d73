/** Does something at a time (milliseconds since the epoch), however far that is; what comes back takes it back. */
export function at(dueMs: number, act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>
  const wait = (): void => {
    const leftMs = dueMs - Date.now()
    // A timer takes 24 days at most.
    timer = setTimeout(leftMs > LONGEST_MS ? wait : act, Math.min(Math.max(0, leftMs), LONGEST_MS))
  }
  wait()
  return () => clearTimeout(timer)
}

const LONGEST_MS = 2 ** 31 - 1
