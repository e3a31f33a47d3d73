import { expect, test } from 'vitest'
import { keyTable as watchKeys } from '../../command/watch/keys.ts'
import { keyTable as playgroundKeys } from '../../playground/keys.ts'
import type { Binding } from '../../src/ui/binding.ts'
import { keyTable as lessonKeys } from '../../src/ui/keys.ts'
import { playingKeys } from '../../src/ui/playingKeys.ts'

const { speed, zoom, help, quit, ...everywhere } = playingKeys

const screens: readonly [string, readonly Pick<Binding<never, unknown>, 'keys'>[], object][] = [
  ['a lesson', lessonKeys, { ...everywhere, speed, help, quit }],
  ['the playground', playgroundKeys, { ...everywhere, speed, zoom }],
  ['watching', watchKeys, { ...everywhere, zoom, help, quit }],
]

test.each(screens)('%s is played with the keys that play the others', (_screen, table, shared) => {
  for (const { keys } of Object.values(shared))
    for (const [name, action] of Object.entries(keys)) {
      const bound = table.flatMap((binding) =>
        Object.hasOwn(binding.keys, name) ? [binding.keys[name]] : [],
      )
      expect(bound, name).toContainEqual(action)
    }
})
