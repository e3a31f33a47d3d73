import { Box, Text } from 'ink'
import { memo } from 'react'
import type { Row } from './span.ts'
import type { Theme } from './theme.ts'

/** Draws a frame and knows nothing else. */
export const Frame = ({ rows, theme }: { readonly rows: readonly Row[]; readonly theme: Theme }) => (
  <Box flexDirection="column">
    {rows.map((row, line) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen has no other name
      <Line key={line} row={row} theme={theme} />
    ))}
  </Box>
)

interface LineProps {
  readonly row: Row
  readonly theme: Theme
}

/** Most lines of a frame are those of the frame before. */
const Line = memo(
  ({ row, theme }: LineProps) => (
    <Text wrap="truncate">
      {row.map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nor has a part of it
        <Text key={place} {...theme[part.role]}>
          {part.text}
        </Text>
      ))}
    </Text>
  ),
  (before, after) => before.theme === after.theme && isSame(before.row, after.row),
)

const isSame = (left: Row, right: Row) =>
  left.length === right.length &&
  left.every((part, place) => part.text === right[place]!.text && part.role === right[place]!.role)
