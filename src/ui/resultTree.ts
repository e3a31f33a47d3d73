import type { Handle, HandleTuple } from '../canvas/handle.ts'
import { type Change, changeAt, type Film, isStoredAt, labelIn } from './film.ts'
import { framesOf, glyph, type Look, legend, type Sign, stateSign } from './legend.ts'
import { pathsOf } from './paths.ts'
import { fixed, type Scrolled, scrolledTo } from './scrolled.ts'
import { prefix } from './search.ts'
import { clip, type Row, rowWidth, type Span, span } from './span.ts'
import { isException, printException, printValue } from './value.ts'
import { width } from './width.ts'

/** Which film's results to draw, and when. */
export interface ResultTreeView {
  readonly film: Film
  readonly count: number
  /** Results that are only made after this event are not named yet. */
  readonly limit: number
  readonly look: Look
  readonly scroll?: number
}

/** One result: where it hangs, whose it is, and what is known of it. */
export interface ResultLine {
  /** Tree lines before it. */
  readonly rails: string
  /** Tree lines before what stands below it. */
  readonly under: string
  /** How it is reached from the line above: `r`, `.parent`, `[0]`, `.children[0]`. */
  readonly step: string
  readonly label: string
  readonly sign: Sign
  readonly state: string
  /** Absent while there is none. */
  readonly value?: string
}

/**
 * The result tree: what the program holds (`r`, its members in call order, its `.parent`s, and `.children` that are
 * reached no other way), each with its state, then every `get()` with what it gave.
 */
export const resultTree = (view: ResultTreeView, columns: number, rows: number): Scrolled => {
  const scroll = view.scroll ?? 0
  const gets = getRows(view, rows)
  const wanted = rows + scroll + 1
  const lines = take(resultLines(view), wanted)
  const names = Math.max(
    0,
    ...lines.map((line) => width(line.rails + line.step) + (line.label ? width(line.label) + 1 : 0)),
  )
  const roomy = lines.flatMap((line) => lineRows(line, names, columns, true, view.look))
  const tree =
    roomy.length + gets.length <= rows
      ? roomy
      : lines.flatMap((line) => lineRows(line, names, columns, false, view.look))
  if (tree.length + gets.length <= rows) return fixed([...tree, ...gets])
  const kept = gets.slice(-Math.max(0, Math.min(gets.length, rows - 2)))
  const room = Math.max(1, rows - kept.length)
  const { rows: shown, most } = scrolledTo(tree, room, scroll)
  const more = [span(view.look.ascii ? '~ more' : '⋮ more', 'dim')]
  const told = scroll < most && room > 1 ? [...shown.slice(0, -1), more] : shown
  return { rows: [...told, ...kept], most }
}

/** The lines of the tree, made as they are asked for. */
export const resultLines = function* (view: ResultTreeView): Generator<ResultLine> {
  const seen = new Set<string>()
  for (const [name, handle] of Object.entries(view.film.recording.handles))
    if (isMade(view, handle)) yield* linesOf(view, handle, name, ['', ''], seen)
}

/** A handle exists from the event on that first sent its canvas. */
const isMade = ({ film, limit }: ResultTreeView, handle: Handle): boolean =>
  (film.madeAt.get(handle.id) ?? 0) < limit

const linesOf = function* (
  view: ResultTreeView,
  handle: Handle,
  step: string,
  [own, below]: readonly [string, string],
  seen: Set<string>,
): Generator<ResultLine> {
  const { film, count, look } = view
  if (seen.has(handle.id)) return
  seen.add(handle.id)
  const { branch, last, through } = framesOf(look).tree
  if (handle.type === 'group') yield { rails: own, under: below, step, ...groupState(view, handle) }
  else {
    const change = changeAt(film, handle.id, count)
    const state = change?.state ?? 'PENDING'
    // A real cluster's events tell what a task gave, and nothing of the backend.
    const isKnown = film.recording.live !== undefined || isStoredAt(film, handle.id, count)
    const value = shownValue(state, change?.value, isKnown)
    const base = {
      rails: own,
      under: below,
      step,
      label: labelIn(film, handle.id),
      sign: stateSign(state),
      state,
    }
    yield value === undefined ? base : { ...base, value }
  }
  const next = function* (): Generator<readonly [string, Handle]> {
    if (handle.type === 'group')
      for (const [place, member] of handle.results.entries()) yield [`[${place}]`, member]
    if (handle.parent !== null && !seen.has(handle.parent.id)) yield ['.parent', handle.parent]
    const told = film.recording.live?.children.get(handle.id)
    const children = changeAt(film, handle.id, count)?.children ?? told ?? []
    for (const [place, child] of children.entries())
      if (!seen.has(child[0][0])) yield [`.children[${place}]`, fromTuple(child)]
  }
  const steps = next()
  for (let at = steps.next(), after = steps.next(); !at.done; at = after, after = steps.next()) {
    const [name, inner] = at.value
    const ends = after.done === true
    const pad = ' '.repeat(width(branch) - width(through) + 1)
    yield* linesOf(
      view,
      inner,
      name,
      [`${below}${ends ? last : branch} `, `${below}${ends ? ' ' : through}${pad}`],
      seen,
    )
  }
}

const fromTuple = ([[id], members]: HandleTuple): Handle =>
  members === null
    ? { type: 'task', id, parent: null }
    : { type: 'group', id, parent: null, results: members.map(fromTuple) }

const shownValue = (state: string, value: unknown, isStored: boolean): string | undefined => {
  if (isException(value)) return printException(value)
  if (state !== 'SUCCESS') return undefined
  return isStored ? printValue(value) : 'not stored'
}

const ready = new WeakMap<Handle, ReturnType<typeof readiness>>()

const groupState = ({ film, count }: ResultTreeView, group: Handle & { type: 'group' }) => {
  const found = ready.get(group) ?? readiness(film, group)
  ready.set(group, found)
  const done = prefix(found.good, (event) => event < count)
  const bad = prefix(found.bad, (event) => event < count)
  const sign = signOf(done, bad, found.of)
  return { label: `group of ${group.results.length}`, sign, state: `${done + bad}/${found.of} ready` }
}

const signOf = (done: number, bad: number, of: number): Sign => {
  if (bad > 0) return legend.failure
  if (done === of) return legend.success
  return done > 0 ? legend.started : legend.pending
}

/** The events at which the tasks of a group became ready, well or badly, in order. */
const readiness = (film: Film, group: Handle) => {
  const tasks: string[] = []
  const stack: Handle[] = [group]
  for (let handle = stack.pop(); handle !== undefined; handle = stack.pop())
    if (handle.type === 'task') tasks.push(handle.id)
    else for (const member of handle.results) stack.push(member)
  const ends = tasks.flatMap((id) => film.tasks.get(id)?.changes.find((one) => isReady(one.state)) ?? [])
  const sorted = (changes: readonly Change[]) =>
    changes.map((one) => one.event).sort((left, right) => left - right)
  return {
    good: sorted(ends.filter((one) => one.state === 'SUCCESS')),
    bad: sorted(ends.filter((one) => one.state !== 'SUCCESS')),
    of: tasks.length,
  }
}

const isReady = (state: string) => state === 'SUCCESS' || state === 'FAILURE' || state === 'REVOKED'

/** One line; with `roomy`, a value that does not fit goes below, whole if it can. */
const lineRows = (
  line: ResultLine,
  names: number,
  columns: number,
  roomy: boolean,
  look: Look,
): readonly Row[] => {
  const name = line.label ? `${line.step} ${line.label}` : line.step
  const used = width(line.rails) + width(name)
  const head: Span[] = [
    span(line.rails, 'border'),
    span(line.step, 'strong'),
    span(name.slice(line.step.length)),
    span(' '.repeat(Math.max(1, Math.min(names, columns - width(line.state) - 3) - used + 1))),
    span(`${glyph(look, line.sign)} ${line.state}`, line.sign.role),
  ]
  if (line.value === undefined) return [head]
  const value = span(line.value, line.sign.role)
  if (!roomy || rowWidth(head) + 1 + width(line.value) <= columns) return [[...head, span(' '), value]]
  return [head, [span(clip(`${line.under}  `, columns >> 1), 'border'), value]]
}

const getRows = (view: ResultTreeView, rows: number): readonly Row[] => {
  const { film, count, look } = view
  const paths = pathsOf(film)
  const begun = prefix(film.gets, (get) => get.fromEvent < count)
  return film.gets.slice(Math.max(0, begun - rows), begun).map((get) => {
    const call = `${paths.get(get.id) ?? (film.madeAt.has(get.id) ? 'result' : labelIn(film, get.id))}.get()`
    if (get.toEvent >= count)
      return [span(call, 'strong'), span(` ${glyph(look, legend.blocked).repeat(2)} waits`, 'client')]
    const text = get.error ? `${get.error.type}: ${get.error.message}` : printValue(get.value)
    const sign = get.error ? legend.failure : legend.success
    return [span(call, 'strong'), span(` ${framesOf(look).arrow} `, 'dim'), span(text, sign.role)]
  })
}

const take = <Item>(items: Iterable<Item>, most: number): Item[] => {
  const taken: Item[] = []
  for (const item of items) {
    taken.push(item)
    if (taken.length >= most) break
  }
  return taken
}
