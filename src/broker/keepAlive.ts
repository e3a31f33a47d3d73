/** Keeps the process going while something is waited for. */
export class KeepAlive {
  #held = 0
  #timer: ReturnType<typeof setInterval> | undefined

  /** Something is waited for, until what comes back is called. */
  hold(): () => void {
    if (this.#held++ === 0) this.#timer = setInterval(() => {}, 2 ** 30)
    let released = false
    return () => {
      if (released) return
      released = true
      if (--this.#held === 0) clearInterval(this.#timer)
    }
  }
}
