import { render } from 'ink'
import type { Screen } from '../src/ui/terminal/screen.ts'
import { Playground, type PlaygroundProps } from './Playground.tsx'

/** Hands the playground to Ink: with `debug` every write is one whole frame, which the screen compares with the last. */
export const renderPlayground = (props: PlaygroundProps & { readonly screen: Screen }) =>
  render(<Playground {...props} />, {
    stdout: props.screen.stdout,
    stdin: props.screen.stdin,
    debug: true,
    patchConsole: false,
    exitOnCtrlC: false,
  })
