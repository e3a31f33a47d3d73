/** A block of TypeScript on a page. */
export interface Fence {
  /** The page's file, from the top of the project: `lessons/05-signatures-chaining/README.md`. */
  readonly page: string
  /** The page's line that its first line of code stands on, from 1. */
  readonly line: number
  readonly code: string
}

/** Something a page says that is not so, and where. */
export interface Lie {
  readonly page: string
  /** From 1. */
  readonly line: number
  readonly says: string
}

/** The blocks of a page that begin with ```ts. */
export const fencesIn = (page: string, markdown: string): readonly Fence[] =>
  [...markdown.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((found) => ({
    page,
    line: markdown.slice(0, found.index).split('\n').length + 1,
    code: found[1]!,
  }))

/** Whether a text is the one that was promised, where `...` in the promise stands for anything. */
export const isAsPromised = (text: string, promise: string): boolean => {
  const parts = promise.split('...').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text)
}
