import type { Canvas } from './canvas.ts'

/** The canvas, frozen all the way down; what is frozen already is not looked into again. */
export function freezeCanvas<Data extends Canvas>(canvas: Data): Data {
  freeze(canvas)
  return canvas
}

function freeze(value: object): void {
  if (Object.isFrozen(value) && !isEmpty(value)) return
  Object.freeze(value)
  for (const key in value) {
    const item = (value as Record<string, unknown>)[key]
    if (typeof item === 'object' && item !== null) freeze(item)
  }
}

const isEmpty = (value: object): boolean => {
  for (const _ in value) return false
  return true
}
