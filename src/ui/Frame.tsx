import { Box, Text } from 'ink'
import type { Row } from './span.ts'
import type { Theme } from './theme.ts'

/** Draws a frame and knows nothing else. */
export const Frame = ({ rows, theme }: { readonly rows: readonly Row[]; readonly theme: Theme }) => (
  <Box flexDirection="column">
    {rows.map((row, line) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen has no other name
      <Text key={line} wrap="truncate">
        {row.map((part, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: nor has a part of it
          <Text key={place} {...theme[part.role]}>
            {part.text}
          </Text>
        ))}
      </Text>
    ))}
  </Box>
)
