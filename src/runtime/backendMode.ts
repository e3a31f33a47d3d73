import type { ChordSupport } from '../interpreter/context.ts'

/** What a result backend's URL says about chords (the table of Celery's backends). */
export function chordSupport(url: string): { readonly name: string; readonly support: ChordSupport } {
  const name = url.split(':')[0]!
  return { name, support: SUPPORT[name] ?? 'polling' }
}

const SUPPORT: Readonly<Record<string, ChordSupport>> = {
  memory: 'counter',
  redis: 'counter',
  rediss: 'counter',
  sentinel: 'counter',
  rpc: 'none',
  disabled: 'none',
}
