import { type Handle, handleOf } from '../canvas/handle.ts'
import type { AnyResult } from '../canvas/result.ts'

/** The results among what a program holds by name, as data. */
export function handlesIn(held: { readonly [name: string]: unknown }): Record<string, Handle> {
  const handles: Record<string, Handle> = {}
  for (const [name, value] of Object.entries(held))
    if (isResult(value)) handles[name] = handleOf(value.asTuple())
  return handles
}

const isResult = (value: unknown): value is AnyResult =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { asTuple?: unknown }).asTuple === 'function'
