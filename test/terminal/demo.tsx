import { Box, render, Text } from 'ink'
import { useEffect, useState } from 'react'
import { openScreen, type Screen } from '../../src/ui/terminal/screen.ts'

// A program as small as one can be that uses all of the screen: it plays, pauses, shows keys and sizes, quits and
// fails. The tests of the terminal run it in a pseudo-terminal.

const FRAME_MS = 1000 / 15

function Demo({ screen }: { readonly screen: Screen }) {
  const [size, setSize] = useState({ columns: screen.columns, rows: screen.rows })
  const [playing, setPlaying] = useState(process.argv.includes('--play'))
  const [frame, setFrame] = useState(0)
  const [key, setKey] = useState('none')
  const [broken, setBroken] = useState(false)

  useEffect(() => screen.onResize(setSize), [screen])
  useEffect(
    () =>
      screen.onKey((pressed) => {
        setKey(JSON.stringify(pressed))
        if (pressed.name === 'q') quit()
        if (pressed.name === 'space') setPlaying((before) => !before)
        if (pressed.name === 'x') throw new Error('broken by a key')
        if (pressed.name === 'r') void Promise.reject(new Error('broken by a promise'))
        if (pressed.name === 'b') setBroken(true)
        if (pressed.name === 'l') console.log('said by the program')
      }),
    [screen],
  )
  useEffect(() => {
    if (!playing) return
    const timer = setInterval(() => setFrame((before) => before + 1), FRAME_MS)
    return () => clearInterval(timer)
  }, [playing])
  if (broken) throw new Error('broken by a component')

  const lanes = Array.from({ length: Math.max(size.rows - 6, 1) }, (_, lane) => lane)
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Text>
        demo {size.columns}x{size.rows} {playing ? 'playing' : 'paused'}
      </Text>
      <Text wrap="truncate">key {key}</Text>
      <Box borderStyle="single" flexDirection="column" flexGrow={1}>
        {lanes.map((lane) => (
          <Text key={lane} wrap="truncate">
            worker {String(lane).padStart(2)}{' '}
            <Text color="cyan">{'█'.repeat(barLength(frame, lane, size.columns))}</Text>✓
          </Text>
        ))}
      </Box>
      <Text>space play x r b fail q quit</Text>
    </Box>
  )
}

/** Every third lane grows, as in a timeline. */
const barLength = (frame: number, lane: number, columns: number) =>
  lane % 3 === 0 ? (frame + lane * 5) % Math.max(columns - 16, 1) : (lane * 7) % Math.max(columns - 16, 1)

const screen = openScreen()
const ink = render(<Demo screen={screen} />, {
  stdout: screen.stdout,
  stdin: screen.stdin,
  debug: true,
  patchConsole: false,
  exitOnCtrlC: false,
})
const quit = () => {
  ink.unmount()
  screen.close()
}
await ink.waitUntilExit()
