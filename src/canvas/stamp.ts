import type { Canvas, ChainCanvas, ChordCanvas, GroupCanvas, Options } from './canvas.ts'
import { headerTasks, linksOf, mapTasks, rawGroup, setOptions, withBody } from './compose.ts'
import { encodeJson, type Json } from './json.ts'
import type { Offence } from './jsonable.ts'

/** Stamps by name. */
export interface Stamps {
  readonly [stamp: string]: Json
}

/** What is given as stamps, before it is checked. */
export interface AnyStamps {
  readonly [stamp: string]: unknown
}

/** Stamps themselves; one that JSON does not carry becomes a sentence. */
export type CheckedStamps<Given> = [Given] extends [never]
  ? Given & Stamps
  : {
      [Name in keyof Given]: [Offence<Given[Name]>] extends [never]
        ? Given[Name]
        : `the stamp ${Name & string} is ${Offence<Given[Name]>}`
    }

/**
 * Says the stamps of each canvas that it comes by (canvas.py, `StampingVisitor`). A hook is given the canvas and the
 * stamps so far, and gives more, or nothing; those of a chain, group or chord count for everything in it. Where it gives
 * `stamped_headers`, only the names in that list are stamps and the rest are options, as the wire spells them.
 */
export interface StampingVisitor {
  onSignature(signature: Canvas, stamps: Stamps): Stamps | null | undefined
  onChainStart?(chain: ChainCanvas, stamps: Stamps): Stamps | null | undefined
  onChainEnd?(chain: ChainCanvas, stamps: Stamps): void
  onGroupStart?(group: GroupCanvas, stamps: Stamps): Stamps | null | undefined
  onGroupEnd?(group: GroupCanvas, stamps: Stamps): void
  /** Without it a header counts as a group: `onGroupStart` is asked. */
  onChordHeaderStart?(chord: ChordCanvas, stamps: Stamps): Stamps | null | undefined
  /** Without it a header counts as a group: `onGroupEnd` is told. */
  onChordHeaderEnd?(chord: ChordCanvas, stamps: Stamps): void
  onChordBody?(chord: ChordCanvas, stamps: Stamps): Stamps | null | undefined
  onCallback?(callback: Canvas, stamps: Stamps): Stamps | null | undefined
  onErrback?(errback: Canvas, stamps: Stamps): Stamps | null | undefined
}

/** How a canvas is stamped. */
export interface StampOptions {
  readonly visitor?: StampingVisitor
  /** A stamp that is there already becomes a list of both; else the one given wins over the canvas' own. */
  readonly appendStamps?: boolean
}

/**
 * A copy with stamps: options whose names `stamped_headers` lists, which travel as headers of the message (canvas.py,
 * `stamp` of each class). A chain stamps its steps, a group its members, a chord its header, and its body only for a
 * visitor; callbacks and errbacks are stamped too. As in Celery, a list of stamps that the canvases share grows for all
 * of them, and so do the names: one that a visitor gives to the first member is asked of the others, which cannot be
 * sent without it.
 */
export function stamp(canvas: Canvas, stamps: Stamps, options: StampOptions = {}): Canvas {
  const { visitor, appendStamps = false } = options
  return stampCanvas(canvas, { ...stamps }, { visitor: visitor ?? null, append: appendStamps })
}

/** Stamps on their way down, and the list of their names. Written to in place, because the canvases share them. */
interface Headers {
  stamped_headers?: string[]
  [stamp: string]: unknown
}

interface Way {
  readonly visitor: StampingVisitor | null
  readonly append: boolean
}

function stampCanvas(canvas: Canvas, headers: Headers, way: Way): Canvas {
  switch (canvas.subtask_type) {
    case null: {
      const linked = stampLinks(canvas, headers, way)
      const said = hear(way, (visitor) => visitor.onSignature(canvas, told(headers)))
      return setOptions(linked, gather(headers, said, way, canvas.options) as Options)
    }
    case 'chain':
      return stampChain(canvas, headers, way)
    case 'group':
      return stampGroup(canvas, headers, way)
    case 'chord':
      return stampChord(canvas, headers, way)
  }
}

function stampChain(chain: ChainCanvas, outer: Headers, way: Way): Canvas {
  const said = hear(way, (visitor) => visitor.onChainStart?.(chain, told(outer)))
  const headers = gather(outer, said, way, chain.options)
  // Celery forgets to append on the links of a chain.
  const linked = stampLinks(chain, headers, { ...way, append: false })
  const tasks = mapTasks(linked.kwargs.tasks, (step) => stampCanvas(step, headers, way))
  const stamped = { ...linked, kwargs: { tasks } }
  way.visitor?.onChainEnd?.(stamped, told(headers))
  return stamped
}

function stampGroup(group: GroupCanvas, outer: Headers, way: Way): Canvas {
  const said = hear(way, (visitor) => visitor.onGroupStart?.(group, told(outer)))
  const headers = gather(outer, said, way, group.options)
  const linked = stampLinks(group, headers, way)
  // They are a list afterwards, whatever they were.
  const tasks = linked.kwargs.tasks.map((member) => stampCanvas(member, headers, way))
  const stamped = { ...linked, kwargs: { tasks } }
  way.visitor?.onGroupEnd?.(stamped, told(headers))
  return stamped
}

function stampChord(original: ChordCanvas, outer: Headers, way: Way): Canvas {
  const { visitor } = way
  const chord = visitor && !visitor.onChordHeaderStart ? withHeaderGroup(original) : original
  const { header } = chord.kwargs
  const said = hear(way, () =>
    visitor?.onChordHeaderStart
      ? visitor.onChordHeaderStart(chord, told(outer))
      : visitor?.onGroupStart?.(header as GroupCanvas, told(outer)),
  )
  const headers = gather(outer, said, way, chord.options)
  const linked = stampLinks(chord, headers, way)
  const members = mapTasks(headerTasks(linked), (member) => stampCanvas(member, headers, way))
  const stampedHeader = 'subtask_type' in header ? { ...header, kwargs: { tasks: members } } : members
  const stamped = { ...linked, kwargs: { ...linked.kwargs, header: stampedHeader } }
  if (!visitor) return stamped
  if (visitor.onChordHeaderEnd) visitor.onChordHeaderEnd(stamped, told(headers))
  else if ('subtask_type' in stampedHeader) visitor.onGroupEnd?.(stampedHeader, told(headers))
  const { body } = stamped.kwargs
  if (!body) return stamped
  const ofBody = hear(way, () => visitor.onChordBody?.(stamped, told(headers)))
  return withBody(stamped, stampCanvas(body, gather(headers, ofBody, way, chord.options), way))
}

/** The default `on_chord_header_start` makes a group of the header, and leaves it one. */
function withHeaderGroup(chord: ChordCanvas): ChordCanvas {
  const { header } = chord.kwargs
  if ('subtask_type' in header) return chord
  return { ...chord, kwargs: { ...chord.kwargs, header: rawGroup(header) } }
}

/** Callbacks and errbacks, without the stamps of what they hang on; each has those of the ones before it too. */
function stampLinks<C extends Canvas>(canvas: C, headers: Headers, way: Way): C {
  const { link, link_error } = canvas.options
  if (!link && !link_error) return canvas
  const each = (links: Options['link'], hook: 'onCallback' | 'onErrback') => {
    let passed = structuredClone(headers)
    return linksOf(links).map((linked) => {
      const said = hear(way, (visitor) => visitor[hook]?.(linked, told(passed)))
      passed = gather(passed, said, way)
      return stampCanvas(linked, passed, way)
    })
  }
  return setOptions(canvas, {
    ...(link && { link: each(link, 'onCallback') }),
    ...(link_error && { link_error: each(link_error, 'onErrback') }),
  })
}

/** What a hook says, copied; null without a visitor. */
function hear(
  { visitor }: Way,
  ask: (visitor: StampingVisitor) => Stamps | null | undefined,
): Headers | null {
  if (!visitor) return null
  const said = encodeJson(ask(visitor) ?? {}, 'what a stamping visitor gave') as Headers
  const { stamped_headers: names = Object.keys(said) } = said
  if (!Array.isArray(names) || names.some((name) => typeof name !== 'string'))
    throw new TypeError(
      `stamped_headers is a list of the names of stamps; a stamping visitor gave ${JSON.stringify(names)}`,
    )
  return { ...said, stamped_headers: [...names] }
}

const told = (headers: Headers): Stamps => ({ ...headers }) as Stamps

/** `_stamp_headers`: the stamps from above, what the visitor says, and the canvas' own, in this order. */
function gather(outer: Headers, said: Headers | null, { append }: Way, own?: Options): Headers {
  const headers: Headers = { ...outer }
  headers.stamped_headers ??= Object.keys(outer)
  if (said) mergeInto(headers, said, append)
  if (!own) return headers
  const names = new Set([
    ...headers.stamped_headers,
    ...((own.stamped_headers as readonly string[] | undefined) ?? []),
  ])
  headers.stamped_headers = [...names]
  const stamps = Object.entries(own).filter(([name]) => names.has(name))
  mergeInto(headers, structuredClone(Object.fromEntries(stamps)), append)
  return headers
}

/** `_merge_dictionaries`: what is there stays, or with `append` becomes a list; lists grow in place either way. */
function mergeInto(present: Headers, more: Headers, append: boolean): void {
  for (const [name, value] of Object.entries(more)) {
    if (name === 'stamped_headers') addNames(present.stamped_headers!, value as readonly string[])
    else if (!(name in present)) present[name] = value
    else if (isObject(present[name]) && isObject(value)) mergeInto(present[name], value, true)
    else if (Array.isArray(present[name]) && Array.isArray(value)) present[name].push(...value)
    else if (append)
      present[name] = [...asList(present[name]), ...(isScalar(present[name]) ? asList(value) : [value])]
  }
}

/** Celery lists a name as often as it is given, and makes a set of the list in the end. */
function addNames(names: string[], more: readonly string[]): void {
  for (const name of more) if (!names.includes(name)) names.push(name)
}

const asList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === null ? [] : [value]

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)

const isObject = (value: unknown): value is Headers =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
