import { render } from 'ink'
import type { Screen } from '../../src/ui/terminal/screen.ts'
import { Watch, type WatchProps } from './Watch.tsx'

/** Hands the screen to Ink: with `debug` every write is one whole frame, which the screen compares with the last. */
export const renderWatch = (props: WatchProps & { readonly screen: Screen }) =>
  render(<Watch {...props} />, {
    stdout: props.screen.stdout,
    stdin: props.screen.stdin,
    debug: true,
    patchConsole: false,
    exitOnCtrlC: false,
  })
