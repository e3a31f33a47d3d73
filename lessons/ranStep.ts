import type { Recording } from '../src/runtime/recording.ts'
import type { Scene } from '../src/ui/scene.ts'
import type { Watch } from './watch.ts'

/** A step that has run: what the screen shows, and the runs themselves. */
export interface RanStep {
  readonly scene: Scene
  readonly runs: readonly Run[]
  readonly watches: readonly Watch[]
}

/** One program's run. */
export interface Run extends Recording {
  readonly file: string
  readonly source: string
  readonly returned: Readonly<Record<string, unknown>>
  readonly error: Error | null
}
