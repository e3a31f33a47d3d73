import { box } from './box.ts'
import type { Look } from './legend.ts'
import { exerciseOf, type Player } from './playerState.ts'
import type { DiffLine } from './scene.ts'
import { fixed, type Scrolled, scrolledTo } from './scrolled.ts'
import { type Row, span } from './span.ts'
import type { Role } from './theme.ts'
import { printable } from './value.ts'

/** A solution beside the learner's program: what goes, and what comes in its place. */
export const solutionScreen = (state: Player, look: Look, columns: number, rows: number): Scrolled => {
  const exercise = exerciseOf(state)
  if (exercise === undefined) return fixed([])
  const lines = exercise.solution.map(
    ({ type, text }): Row => [
      span(signs[type].text, signs[type].role),
      span(printable(text.replaceAll('\t', '  ')), signs[type].role),
    ],
  )
  const legend: Row = [
    span(' - yours alone', 'bad'),
    span('   '),
    span('+ the solution alone', 'good'),
    span('   there are others', 'dim'),
  ]
  const { rows: shown, most } = scrolledTo(lines, Math.max(1, rows - 4), state.scroll)
  return { rows: box({ title: 'a solution' }, [legend, [], ...shown], columns, rows, look), most }
}

const signs: Readonly<Record<DiffLine['type'], { readonly text: string; readonly role: Role }>> = {
  same: { text: '   ', role: 'text' },
  mine: { text: ' - ', role: 'bad' },
  solution: { text: ' + ', role: 'good' },
}
