import { render } from 'ink'
import { Lesson, type LessonProps } from '../src/ui/Lesson.tsx'
import type { Screen } from '../src/ui/terminal/screen.ts'

/** Hands the lesson to Ink: with `debug` every write is one whole frame, which the screen compares with the last. */
export const renderLesson = (props: LessonProps & { readonly screen: Screen }) =>
  render(<Lesson {...props} />, {
    stdout: props.screen.stdout,
    stdin: props.screen.stdin,
    debug: true,
    patchConsole: false,
    exitOnCtrlC: false,
  })
