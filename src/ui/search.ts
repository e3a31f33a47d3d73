/**
 * How many leading items satisfy `before`, which must hold for a prefix and no further. O(log n). Looks only between
 * `from` and `to` when these are known.
 */
export const prefix = <Item>(
  items: readonly Item[],
  before: (item: Item) => boolean,
  from = 0,
  to = items.length,
): number => {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    if (before(items[middle]!)) low = middle + 1
    else high = middle
  }
  return low
}
