/**
 * What a live Python canvas knows and its JSON does not carry: whether a sequence is a tuple or a list (`repr` shows
 * it), and whether a map, starmap or chunks is still an object of its own class (a clone no longer is, and a chunks
 * that no longer is does not expand into a group). Kept beside the data, so that the data stays Celery's dict.
 */
const tuples = new WeakSet<object>()
const live = new WeakSet<object>()

/** Marks a sequence as a Python tuple. */
export function tuple<Items extends readonly unknown[]>(items: Items): Items {
  tuples.add(items)
  return items
}

/** Whether Python would hold this sequence as a tuple. */
export const isTuple = (items: object): boolean => tuples.has(items)

/** Marks a canvas as an object of its own class: `xmap`, `xstarmap` or `chunks`. */
export function asLive<Data extends object>(canvas: Data): Data {
  live.add(canvas)
  return canvas
}

/** Whether the canvas is still the object that `task.map`, `task.starmap` or `task.chunks` made. */
export const isLive = (canvas: object): boolean => live.has(canvas)
