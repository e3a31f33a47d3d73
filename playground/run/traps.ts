import type { Found } from '../../src/program/findTraps.ts'
import type { Playground } from '../playground.ts'
import type { Problem } from '../types/typesState.ts'
import { spokenNames } from '../types/unfold.ts'

/** The traps of the run on screen, as problems of the text: where what it sends would hang, run twice or never. */
export const trapsOf = ({ runs: { shown }, editor: { lines } }: Playground): readonly Problem[] =>
  shown === null || !Array.isArray(shown.traps)
    ? []
    : (shown.traps as readonly Found[]).map((found) => problemOf(found, lines))

/** Those of the text as it stands: of an earlier text the places may be others. */
export const trapsHere = (state: Playground): readonly Problem[] =>
  state.runs.shown?.version === state.editor.version ? trapsOf(state) : []

const problemOf = ({ says, place }: Found, lines: readonly string[]): Problem => {
  const line = (place?.line ?? 1) - 1
  const offset = place === null ? 0 : place.column - 1
  const word = /^[\w$]+/.exec(lines[line]?.slice(offset) ?? '')?.[0] ?? ''
  const [what = '', ...why] = spokenNames(says).split(': ')
  const [reason = '', ...then] = why.join(': ').split(/(?<=\.) /)
  return {
    from: { line, offset },
    to: { line, offset: offset + word.length },
    isError: false,
    says: `trap: ${what}`,
    rows: [
      ...(reason === '' ? [] : [{ label: 'why', text: reason }]),
      ...(then.length === 0 ? [] : [{ label: '', text: then.join(' ') }]),
    ],
  }
}
