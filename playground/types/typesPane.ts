import { wrapText } from '../../src/ui/prose.ts'
import { type Row, rowWidth, span } from '../../src/ui/span.ts'
import type { Playground } from '../playground.ts'
import { trapsHere, trapsOf } from '../run/traps.ts'
import type { Call, Problem } from './typesState.ts'

/** What stands at the caret, the call that is being written, and every problem with its words unfolded. */
export const typesPane = (state: Playground, columns: number, rows: number): readonly Row[] => {
  const { types, editor } = state
  const isHere = ({ from, to }: Problem) => from.line <= editor.caret.line && editor.caret.line <= to.line
  const said = (problems: readonly Problem[]) => problems.flatMap((problem) => problemRows(problem, columns))
  const all = [...types.problems, ...trapsHere(state)]
  const first = said(all.filter(isHere))
  const others = said(all.filter((one) => !isHere(one)))
  const here = hereRows(
    state,
    columns,
    Math.max(3, rows - first.length - Math.min(others.length, rows >> 1) - 2),
  )
  const parts = [first, here, others, earlierTraps(state, columns), trapsWords(state)]
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : [[], ...part]))
  if (first.length + here.length + others.length > 0) return parts.slice(0, rows)
  const status = wrapText(statusText(state), columns).map((text): Row => [span(text, 'dim')])
  return [...status, ...(parts.length > 0 ? [[], ...parts] : [])].slice(0, rows)
}

/** What the last run had, while the text is already another. */
const earlierTraps = (state: Playground, columns: number): readonly Row[] => {
  if (trapsHere(state).length > 0) return []
  return trapsOf(state)
    .flatMap((trap) => problemRows({ ...trap, says: `${trap.says} (in the text that was run)` }, columns))
    .map((row) => row.map(({ text }) => span(text, 'dim')))
}

/** Whether traps are known of the run. */
const trapsWords = ({ runs: { shown }, editor }: Playground): readonly Row[] => {
  if (shown === null || shown.version !== editor.version) return []
  const { traps } = shown
  if (traps === 'looking') return [[span('looking for traps ...', 'dim')]]
  if (traps === null) return [[span('traps: not looked for', 'dim')]]
  return traps.length === 0 ? [[span('no traps', 'good')]] : []
}

const statusText = ({ types }: Playground): string => {
  switch (types.status) {
    case 'starting':
      return 'the types are on their way ...'
    case 'ready':
      return types.version === 0 ? 'checking ...' : 'no problems'
    case 'gone':
      return 'no types: the language server is gone'
    case 'none':
      return 'no types: there is no TypeScript 7 here'
  }
}

const hereRows = ({ types, editor }: Playground, columns: number, rows: number): readonly Row[] => {
  const { here } = types
  // Of a text that has changed since it may be about another place.
  if (here === null || here.version !== editor.version) return []
  const call = here.call === null ? [] : callRows(here.call, columns)
  const type =
    here.type === null ? [] : wrapText(here.type, columns).map((text): Row => [span(text, 'code.name')])
  const says = here.says ?? here.call?.says ?? null
  const words = says === null ? [] : wrapText(says, columns).map((text): Row => [span(text, 'dim')])
  const kept = [...call.slice(0, 3), ...type.slice(0, 3)]
  return [...kept, ...words].slice(0, rows)
}

/** The call with the parameter that is being written set off. */
const callRows = ({ label, parameter }: Call, columns: number): readonly Row[] => {
  if (parameter === null) return wrapText(label, columns).map((text): Row => [span(text)])
  let at = 0
  return wrapText(label, columns).map((text): Row => {
    const start = label.indexOf(text, at)
    at = start + text.length
    const from = Math.min(text.length, Math.max(0, parameter[0] - start))
    const to = Math.min(text.length, Math.max(from, parameter[1] - start))
    return [span(text.slice(0, from)), span(text.slice(from, to), 'key'), span(text.slice(to))].filter(
      (one) => one.text !== '',
    )
  })
}

/** `6:3 what is wrong`, and below it what is known, each behind its label. */
export const problemRows = (problem: Problem, columns: number): readonly Row[] => {
  const { from, says, rows, isError } = problem
  const place = `${from.line + 1}:${from.offset + 1} `
  const head = wrapText(says, columns - place.length).map(
    (text, index): Row => [
      span(index === 0 ? place : ' '.repeat(place.length), 'dim'),
      span(text, isError ? 'bad' : 'task.retry'),
    ],
  )
  const wide = Math.min(20, Math.max(0, ...rows.map(({ label }) => label.length)))
  const below = rows.flatMap(({ label, text }) => {
    const start: Row = [span('  '), span(label.padEnd(wide), 'dim'), span(label === '' ? '' : '  ')]
    const indent = rowWidth(start)
    return wrapText(text, Math.max(12, columns - indent)).map(
      (words, index): Row => [
        ...(index === 0 ? start : [span(' '.repeat(indent))]),
        span(words, label === 'try' ? 'good' : 'text'),
      ],
    )
  })
  return [...head, ...below]
}
