import type { SentCanvas } from './sentCanvases.ts'

/** Canvases as Celery's own JSON: one dict, or a list when there are several. `signature(json.loads(text))` reads it. */
export const toCeleryJson = (sent: readonly SentCanvas[]): string => {
  const canvases = sent.map(({ canvas }) => canvas)
  return `${JSON.stringify(canvases.length === 1 ? canvases[0] : canvases, null, 2)}\n`
}
