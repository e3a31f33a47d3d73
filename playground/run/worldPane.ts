import { glyph, type Look, legend } from '../../src/ui/legend.ts'
import { wrapText } from '../../src/ui/prose.ts'
import { type Row, span } from '../../src/ui/span.ts'
import type { PlayWorld } from './world.ts'
import { worldFields } from './worldFields.ts'

/** The panel of the world: one line for each thing that can be set, and below what the chosen one is. */
export const worldPane = (
  world: PlayWorld,
  chosen: number,
  look: Look,
  columns: number,
  rows: number,
): readonly Row[] => {
  const says = wrapText(worldFields[chosen]!.says, columns - 1)
  const room = Math.max(1, rows - says.length - 1)
  const first = Math.max(0, Math.min(chosen - (room >> 1), worldFields.length - room))
  const lines = worldFields.slice(first, first + room).map((field, index): Row => {
    const isChosen = first + index === chosen
    const sign = isChosen ? glyph(look, legend.started) : ' '
    return [
      span(`${sign} ${field.name.padEnd(14)}`, isChosen ? 'strong' : 'text'),
      span(field.show(world), isChosen ? 'key' : 'code.name'),
    ]
  })
  return [...lines, [], ...says.map((text): Row => [span(text, 'dim')])]
}

/** The world in a few words: `2x2 workers  seed 7  rpc`. */
export const worldText = ({ workers, concurrency, seed, backend, faults = {} }: PlayWorld): string => {
  const size = concurrency === 1 ? `${workers}` : `${workers}x${concurrency}`
  const isFaulty = Object.values(faults).some((chance) => typeof chance === 'number' && chance > 0)
  return `${size} workers  seed ${seed}${backend === 'own' ? '' : `  ${backend}`}${isFaulty ? '  faults' : ''}`
}
