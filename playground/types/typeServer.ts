import type { Readable, Writable } from 'node:stream'
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node'
import type { Place } from '../../src/ui/editor/place.ts'
import { lineChange } from './lineChange.ts'
import type { Project } from './project.ts'
import { queriesIn } from './queries.ts'
import type { ServerProcess } from './spawnServer.ts'
import type { Answer, Call, Here, Item, Problem } from './typesState.ts'
import { unfold } from './unfold.ts'

/** What the language server tells, in its own time. */
export type TypesHappening =
  | {
      readonly type: 'typesStatus'
      readonly status: 'ready' | 'restarting' | 'gone' | 'none'
      readonly says: string | null
    }
  | {
      readonly type: 'typesChecked'
      readonly version: number
      readonly tookMs: number
      readonly problems: readonly Problem[]
    }
  | { readonly type: 'typesAnswered'; readonly version: number; readonly answers: readonly Answer[] }
  | { readonly type: 'typesHere'; readonly here: Here }
  | { readonly type: 'completions'; readonly from: Place; readonly items: readonly Item[] }
  | { readonly type: 'completionDetail'; readonly label: string; readonly detail: string }

/** The text as it stands, and where the caret is. */
export interface Looked {
  readonly lines: readonly string[]
  readonly version: number
  readonly caret: Place
}

/** A language server, kept going. Nothing waits for it: it is told of the text, and tells what it finds. */
export interface TypeServer {
  /** The text or the caret is another. */
  look(looked: Looked): void
  /** Asks for the words that could stand at the caret, which belongs to a word that begins here. */
  complete(from: Place): void
  /** Asks what a word is. */
  describe(item: Item): void
  close(): void
}

/** A server that died so often within a minute is left alone. */
const MOST_DEATHS = 3
const MINUTE_MS = 60_000

/** Talks to the compiler's language server, a process of its own, and starts it again when it dies. */
export const openTypeServer = (
  spawnNext: () => ServerProcess,
  { uri }: Project,
  first: Looked,
  tell: (happening: TypesHappening) => void,
): TypeServer => {
  let newest = first
  let current: Talk | null = null
  let closed = false
  let deaths: readonly number[] = []

  const start = async () => {
    const talk = await openTalk(spawnNext(), uri, () => newest, tell).catch((error: Error) => {
      tell({
        type: 'typesStatus',
        status: 'gone',
        says: `The language server did not start: ${error.message}`,
      })
      return null
    })
    if (closed) talk?.close()
    if (closed || talk === null) return
    current = talk
    talk.onDeath((how) => {
      current = null
      if (closed) return
      deaths = [...deaths.filter((atMs) => atMs > Date.now() - MINUTE_MS), Date.now()]
      const isLast = deaths.length >= MOST_DEATHS
      tell({
        type: 'typesStatus',
        status: isLast ? 'gone' : 'restarting',
        says: isLast
          ? `The language server ended ${deaths.length} times (${how}): no types from here on, all else works.`
          : `The language server ended (${how}) and was started again.`,
      })
      if (!isLast) void start()
    })
    talk.look()
  }
  void start()

  return {
    look: (looked) => {
      newest = looked
      current?.look()
    },
    complete: (from) => current?.complete(from),
    describe: (item) => current?.describe(item),
    close: () => {
      closed = true
      current?.close()
    },
  }
}

/** One process of the server, from its start to its death. */
interface Talk {
  look(): void
  complete(from: Place): void
  describe(item: Item): void
  onDeath(listener: (how: string) => void): void
  close(): void
}

const openTalk = async (
  { child, death }: ServerProcess,
  uri: string,
  newest: () => Looked,
  tell: (happening: TypesHappening) => void,
): Promise<Talk> => {
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout as Readable),
    new StreamMessageWriter(child.stdin as Writable),
  )
  // A process that died takes its pipes with it; its death is told once, by itself.
  connection.onError(() => {})
  child.stdin?.on('error', () => {})
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) =>
    items.map(() => null),
  )
  connection.onRequest('client/registerCapability', () => null)
  connection.listen()
  // Who asks a process that has just died gets no answer.
  const ask = async <Answer>(method: string, question: unknown): Promise<Answer | null> => {
    try {
      return await connection.sendRequest<Answer>(method, question)
    } catch {
      return null
    }
  }
  const say = async (method: string, what: unknown): Promise<void> => {
    try {
      await connection.sendNotification(method, what)
    } catch {
      // Nor does it hear anything more.
    }
  }

  await Promise.race([
    connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: uri.slice(0, uri.lastIndexOf('/')),
      capabilities,
    }),
    death.then((how) => {
      throw new Error(how)
    }),
  ])
  void say('initialized', {})
  let known = newest()
  const textDocument = { uri }
  void say('textDocument/didOpen', {
    textDocument: { uri, languageId: 'typescript', version: known.version, text: known.lines.join('\n') },
  })
  let checked = 0
  let lookedAt: { readonly version: number; readonly caret: Place } | null = null
  let isReady = false

  const update = () => {
    const next = newest()
    if (next.version === known.version) return
    const change = lineChange(known.lines, next.lines)
    known = next
    if (change === null) return
    void say('textDocument/didChange', {
      textDocument: { uri, version: next.version },
      contentChanges: [
        {
          range: { start: position(change.extent.from), end: position(change.extent.to) },
          text: change.text,
        },
      ],
    })
  }

  /** One check at a time: what is typed meanwhile is looked at in the next, all at once. */
  const checks = oneAtATime(async () => {
    while (newest().version !== checked) {
      update()
      await check(known.version)
      void looks()
    }
    void looks()
  })

  /** What stands at the caret can wait for the problems, and they do not wait for it. */
  const looks = oneAtATime(async () => {
    for (;;) {
      const { version, caret } = newest()
      const isNew = lookedAt?.version !== version
      if (version !== checked || (!isNew && lookedAt?.caret === caret)) return
      lookedAt = { version, caret }
      await lookAt(version, caret)
      if (isNew) await answer(version)
    }
  })

  const check = async (version: number) => {
    const begunMs = performance.now()
    const report = await ask<{ items: readonly Diagnostic[] }>('textDocument/diagnostic', { textDocument })
    checked = version
    if (report === null) return
    if (!isReady) tell({ type: 'typesStatus', status: 'ready', says: null })
    isReady = true
    const tookMs = performance.now() - begunMs
    tell({ type: 'typesChecked', version, tookMs, problems: report.items.filter(isWorthSaying).map(problem) })
  }

  const lookAt = async (version: number, at: Place) => {
    const question = { textDocument, position: position(at) }
    const [hover, help] = await Promise.all([
      ask<Hover>('textDocument/hover', question),
      ask<SignatureHelp>('textDocument/signatureHelp', question),
    ])
    const [type = null, says = null] = hover === null ? [] : hoverText(hover)
    tell({ type: 'typesHere', here: { at, version, type, says, call: help && callOf(help) } })
  }

  const answer = async (version: number) => {
    const answers: Answer[] = []
    for (const { line, asks } of queriesIn(known.lines).slice(0, 20)) {
      const hover = await ask<Hover>('textDocument/hover', { textDocument, position: position(asks) })
      const [type] = hover === null ? [] : hoverText(hover)
      answers.push({ line, says: type === undefined ? 'nothing stands there' : typeIn(type) })
    }
    tell({ type: 'typesAnswered', version, answers })
  }

  return {
    look: () => void checks(),
    complete: async (from) => {
      update()
      const found = await ask<{ items: readonly CompletionItem[] } | readonly CompletionItem[]>(
        'textDocument/completion',
        { textDocument, position: position(newest().caret), context: { triggerKind: 1 } },
      )
      const items = found === null ? [] : 'items' in found ? found.items : found
      tell({ type: 'completions', from, items: items.map(item) })
    },
    describe: async ({ label, raw }) => {
      const found = await ask<CompletionItem>('completionItem/resolve', raw)
      if (found !== null) tell({ type: 'completionDetail', label, detail: detailOf(found) })
    },
    onDeath: (listener) => void death.then(listener),
    close: () => {
      connection.dispose()
      child.kill()
    },
  }
}

/** The work, which is not begun again before it has ended. */
const oneAtATime = (work: () => Promise<void>): (() => Promise<void>) => {
  let busy = false
  return async () => {
    if (busy) return
    busy = true
    await work()
    busy = false
  }
}

const capabilities = {
  textDocument: {
    diagnostic: {},
    hover: { contentFormat: ['markdown'] },
    completion: { completionItem: { documentationFormat: ['plaintext'] } },
    signatureHelp: {
      signatureInformation: {
        documentationFormat: ['plaintext'],
        parameterInformation: { labelOffsetSupport: true },
        activeParameterSupport: true,
      },
    },
  },
}

interface Position {
  readonly line: number
  readonly character: number
}

interface Diagnostic {
  readonly range: { readonly start: Position; readonly end: Position }
  readonly severity?: number
  readonly message: string
}

interface Hover {
  readonly contents: string | { readonly value: string } | readonly (string | { readonly value: string })[]
}

interface SignatureHelp {
  readonly signatures: readonly {
    readonly label: string
    readonly documentation?: string | { readonly value: string }
    readonly parameters?: readonly { readonly label: string | readonly [number, number] }[]
    readonly activeParameter?: number
  }[]
  readonly activeSignature?: number
  readonly activeParameter?: number
}

interface CompletionItem {
  readonly label: string
  readonly kind?: number
  readonly sortText?: string
  readonly detail?: string
  readonly documentation?: string | { readonly value: string }
}

const position = ({ line, offset }: Place): Position => ({ line, character: offset })

const placeOf = ({ line, character }: Position): Place => ({ line, offset: character })

/** What is merely not used yet is no problem of somebody who is typing. */
const isWorthSaying = ({ severity = 1 }: Diagnostic) => severity < 4

const problem = ({ range, severity = 1, message }: Diagnostic): Problem => ({
  from: placeOf(range.start),
  to: placeOf(range.end),
  isError: severity === 1,
  ...unfold(message),
})

const textOf = (content: string | { readonly value: string } | undefined) =>
  content === undefined ? '' : typeof content === 'string' ? content : content.value

/** The type, which stands in a block of code, and what is said about it. */
const hoverText = ({ contents }: Hover): readonly string[] => {
  const text = Array.isArray(contents) ? contents.map(textOf).join('\n') : textOf(contents as string)
  const block = /```\w*\n([\s\S]*?)\n```/.exec(text)
  const says = text.slice((block?.index ?? 0) + (block?.[0].length ?? 0)).trim()
  return [block?.[1]?.trim() ?? '', says].filter((part) => part !== '')
}

/** `const r: AsyncResult<string>` is asked for its type only. */
const typeIn = (text: string) => /^(?:\(\w+\) )?(?:const|let|var) [\w$]+: (.*)$/s.exec(text)?.[1] ?? text

const callOf = ({ signatures, activeSignature = 0, activeParameter }: SignatureHelp): Call | null => {
  const signature = signatures[activeSignature]
  if (signature === undefined) return null
  const which = signature.parameters?.[signature.activeParameter ?? activeParameter ?? 0]?.label
  const says = textOf(signature.documentation)
  const start = typeof which === 'string' ? signature.label.indexOf(which) : -1
  const parameter =
    which === undefined ? null : typeof which === 'string' ? ([start, start + which.length] as const) : which
  return { label: signature.label, parameter, says: says === '' ? null : says }
}

const item = (raw: CompletionItem): Item => ({
  label: raw.label,
  kind: kinds[raw.kind ?? 0] ?? '',
  sort: raw.sortText ?? raw.label,
  ...(raw.detail === undefined ? {} : { detail: raw.detail }),
  raw,
})

const detailOf = ({ detail = '', documentation }: CompletionItem) =>
  [detail.replace(/^\(\w+\) /, ''), textOf(documentation)].filter((part) => part !== '').join('\n')

/** The kinds of the protocol, by their numbers. */
const kinds = [
  '',
  'text',
  'method',
  'function',
  'constructor',
  'field',
  'variable',
  'class',
  'interface',
  'module',
  'property',
  'unit',
  'value',
  'enum',
  'keyword',
  'snippet',
  'color',
  'file',
  'reference',
  'folder',
  'member',
  'constant',
  'struct',
  'event',
  'operator',
  'type',
]
