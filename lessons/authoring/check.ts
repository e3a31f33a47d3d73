/** One thing that was looked at, and what is to be mended there. */
export interface Check {
  readonly name: string
  /** Empty where all is well; each says what was found and what to do. */
  readonly problems: readonly string[]
}
