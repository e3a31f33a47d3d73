import type { Node, Program } from 'acorn'
import type { Trouble } from './programRun.ts'
import { syntax } from './strip.ts'

/** A place in the learner's file, from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** A program that can be run: one function expression, which is given the modules and asked for its names. */
export interface Prepared {
  /** `(async ($celeriac) => { ... })`: see `Hooks`. */
  readonly code: string
  /** The names that are bound at the top of the file, and where. */
  readonly names: readonly Named[]
  /** What it imports, in order. */
  readonly imports: readonly Imported[]
  /** The places that loops and awaits go by. */
  readonly places: readonly Place[]
  /** The calls that may make a signature, send one or wait for a result. */
  readonly calls: readonly Call[]
  /** The place in the file of a place in the code. */
  placeOf(line: number, column: number): Place
}

/** A call in the learner's file. */
export interface Call extends Place {
  /** Does it stand in a function? Then it may be reached from several places. */
  readonly isInside: boolean
}

/** A name that is bound. */
export interface Named extends Place {
  readonly name: string
}

/** A module that is imported, and the names that are wanted of it. */
export interface Imported extends Place {
  readonly specifier: string
  readonly names: readonly Named[]
}

/** What the code calls: `$celeriac`. */
export interface Hooks {
  /** The namespaces of `imports`, in their order. */
  readonly modules: readonly object[]
  /** Is told how to look at the top-level bindings. */
  names(look: Readonly<Record<string, () => unknown>>): void
  /** The place of the loop that goes round, and how often any did. */
  readonly at: Int32Array
  /** A call begins, which `calls` knows by this number; the number is given back, for `ended` to be told with it. */
  begins(call: number): number
  /** Is given what came of a call, and gives it on. */
  ended(call: number, value: unknown): unknown
  /** Is given what is awaited, and where. */
  wait(place: number, value: unknown): unknown
  load(specifier: unknown): Promise<object>
  readonly meta: object
}

/**
 * Makes a function of a module. Imports become constants, exports lose their word, and every loop and every `await`
 * says where it is, so that one that never ends can be found. Nothing moves to another line; what moves along its line
 * is known to `placeOf`.
 */
export const prepare = async (source: string): Promise<Prepared | Trouble> => {
  const [{ parse }, { fullAncestor }] = await Promise.all([import('acorn'), import('acorn-walk')])
  let tree: Program
  try {
    tree = parse(source, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      locations: true,
      allowHashBang: true,
    })
  } catch (error) {
    const { message, loc } = error as SyntaxError & { readonly loc?: { line: number; column: number } }
    return syntax(
      `${message.replace(/ \(\d+:\d+\)$/, '')}.`,
      loc?.line ?? null,
      loc === undefined ? null : loc.column + 1,
    )
  }
  const edits: Edit[] = []
  const places: Place[] = []
  const calls: Call[] = []
  const imports: Imported[] = []
  const constants: string[] = []
  const mark = (node: Node) => places.push(placeOfNode(node)) - 1
  const edit = (at: number, inserted: string, removed = 0) =>
    edits.push({ at, inserted, removed, order: edits.length })
  /** Of several at one place, the last stands first. */
  const open = (at: number, inserted: string) =>
    edits.push({ at, inserted, removed: 0, order: -edits.length })
  const around = ({ start, end }: Node, before: string, after: string) => {
    open(start, before)
    edit(end, after)
  }
  const blank = (from: number, to: number) =>
    edit(from, source.slice(from, to).replace(/[^\n]/g, ' '), to - from)

  let nameless: number | null = null
  for (const node of tree.body as readonly Statement[])
    switch (node.type) {
      case 'ImportDeclaration': {
        const which = imports.push(importOf(node)) - 1
        const held = `$celeriac.modules[${which}]`
        for (const one of node.specifiers)
          constants.push(
            one.type === 'ImportNamespaceSpecifier'
              ? `const ${one.local.name} = ${held};`
              : `const ${one.local.name} = ${held}[${JSON.stringify(importedName(one))}];`,
          )
        blank(node.start, node.end)
        break
      }
      case 'ExportNamedDeclaration':
        if (node.source) imports.push(importOf({ ...node, source: node.source, specifiers: [] }))
        blank(node.start, node.declaration?.start ?? node.end)
        break
      case 'ExportAllDeclaration':
        imports.push(importOf({ ...node, specifiers: [] }))
        blank(node.start, node.end)
        break
      case 'ExportDefaultDeclaration':
        blank(node.start, node.declaration.start)
        if (!('id' in node.declaration) || !node.declaration.id) nameless = node.declaration.start
        break
    }
  if (source.startsWith('#!')) blank(0, source.indexOf('\n') < 0 ? source.length : source.indexOf('\n'))

  // What stands inside comes first: of what begins at one place the outer has to begin first.
  fullAncestor(tree, (found, _state, ancestors) => {
    const node = found as Inside
    switch (node.type) {
      case 'CallExpression': {
        if (!isWorthMarking(node.callee) || isInOptional(ancestors)) break
        const call = calls.push({ ...placeOfCall(node), isInside: ancestors.some(isFunction) }) - 1
        around(node, `$celeriac.ended($celeriac.begins(${call}),(`, '))')
        break
      }
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'WhileStatement':
      case 'DoWhileStatement': {
        const tell = `$celeriac.at[0]=${mark(node)};$celeriac.at[1]++;`
        if (node.body.type === 'BlockStatement') open(node.body.start + 1, tell)
        else around(node.body, `{${tell}`, '}')
        break
      }
      case 'AwaitExpression':
        around(node.argument, `$celeriac.wait(${mark(node)},(`, '))')
        break
      case 'ImportExpression':
        edit(node.start, '$celeriac.load', 'import'.length)
        break
      case 'MetaProperty':
        if (source.startsWith('import', node.start)) edit(node.start, '$celeriac.meta', node.end - node.start)
        break
    }
  })

  if (nameless !== null) open(nameless, 'void ')
  const names = namesIn(tree)
  const looks = names.map(({ name }) => `${JSON.stringify(name)}:()=>${name}`)
  const head = `(async ($celeriac) => {'use strict';${constants.join('')}$celeriac.names({${looks.join(',')}});`
  open(0, head)
  const ordered = edits.sort(
    (a, b) => a.at - b.at || Math.sign(a.removed) - Math.sign(b.removed) || a.order - b.order,
  )
  return {
    code: `${apply(source, ordered)}\n})`,
    imports,
    names,
    places,
    calls,
    placeOf: placesBehind(source, ordered),
  }
}

interface Edit {
  readonly at: number
  readonly order: number
  readonly removed: number
  readonly inserted: string
}

const apply = (source: string, edits: readonly Edit[]): string => {
  let from = 0
  let code = ''
  for (const { at, removed, inserted } of edits) {
    code += source.slice(from, at) + inserted
    from = at + removed
  }
  return code + source.slice(from)
}

/** No edit takes a line away or adds one, so a place only moves along its line. */
const placesBehind = (source: string, edits: readonly Edit[]) => {
  const starts = [0]
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1)
  return (line: number, column: number): Place => {
    const start = starts[line - 1] ?? source.length
    const end = starts[line] ?? source.length + 1
    let moved = 0
    for (const { at, removed, inserted } of edits) {
      if (at < start || at >= end || inserted.includes('\n')) continue
      const here = at - start + 1 + moved
      if (column < here) break
      if (column < here + inserted.length) return { line, column: at - start + 1 }
      moved += inserted.length - removed
    }
    return { line, column: column - moved }
  }
}

type Statement = Program['body'][number]
type Inside = Exclude<Statement, never> | import('acorn').Expression | import('acorn').MetaProperty

const placeOfNode = (node: Node): Place => ({
  line: node.loc!.start.line,
  column: node.loc!.start.column + 1,
})

/** `.s(...)` and the like: other calls neither make a signature of a task nor send one. */
const isWorthMarking = (callee: import('acorn').CallExpression['callee']): boolean =>
  callee.type === 'MemberExpression' &&
  callee.property.type === 'Identifier' &&
  MAKING.has(callee.property.name)

const MAKING: ReadonlySet<string> = new Set([
  's',
  'si',
  'signature',
  'map',
  'starmap',
  'chunks',
  'delay',
  'applyAsync',
  'get',
])

/** Where the word stands that is called: of a call over several lines not its first. */
const placeOfCall = ({ callee }: import('acorn').CallExpression): Place =>
  placeOfNode(callee.type === 'MemberExpression' ? callee.property : callee)

/** Within `a?.b().c()` nothing can be put around a part. The ancestors end with the node itself. */
const isInOptional = (ancestors: readonly Node[]): boolean => {
  for (let index = ancestors.length - 1; index > 0; index--) {
    const [part, whole] = [ancestors[index]!, ancestors[index - 1] as Inside]
    if (whole.type === 'ChainExpression') return index < ancestors.length - 1
    const isPart =
      (whole.type === 'MemberExpression' && whole.object === part) ||
      (whole.type === 'CallExpression' && whole.callee === part)
    if (!isPart) return false
  }
  return false
}

const isFunction = ({ type }: Node): boolean =>
  type === 'ArrowFunctionExpression' || type === 'FunctionExpression' || type === 'FunctionDeclaration'

type ImportLike = Pick<import('acorn').ImportDeclaration, 'source' | 'specifiers'>

const importOf = ({ source, specifiers }: ImportLike): Imported => ({
  specifier: String(source.value),
  names: specifiers.flatMap((one) =>
    one.type === 'ImportNamespaceSpecifier' ? [] : [{ name: importedName(one), ...placeOfNode(one) }],
  ),
  ...placeOfNode(source),
})

const importedName = (
  one: import('acorn').ImportSpecifier | import('acorn').ImportDefaultSpecifier,
): string => {
  if (one.type === 'ImportDefaultSpecifier') return 'default'
  return one.imported.type === 'Identifier' ? one.imported.name : String(one.imported.value)
}

/** The names that are bound at the top of the file. */
const namesIn = (tree: Program): readonly Named[] =>
  tree.body.flatMap((node) => {
    if (node.type === 'ExportNamedDeclaration') return node.declaration ? declared(node.declaration) : []
    if (node.type === 'ExportDefaultDeclaration')
      return 'id' in node.declaration && node.declaration.id ? [namedBy(node.declaration.id)] : []
    return declared(node)
  })

const declared = (node: Statement | import('acorn').Declaration): readonly Named[] => {
  if (node.type === 'VariableDeclaration') return node.declarations.flatMap(({ id }) => bound(id))
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration')
    return node.id ? [namedBy(node.id)] : []
  return []
}

const namedBy = (id: import('acorn').Identifier): Named => ({ name: id.name, ...placeOfNode(id) })

/** The names in a pattern: `{ a, b: [c] }` binds a and c. */
const bound = (pattern: import('acorn').Pattern): readonly Named[] => {
  switch (pattern.type) {
    case 'Identifier':
      return [namedBy(pattern)]
    case 'ObjectPattern':
      return pattern.properties.flatMap((one) => bound(one.type === 'Property' ? one.value : one.argument))
    case 'ArrayPattern':
      return pattern.elements.flatMap((one) => (one === null ? [] : bound(one)))
    case 'AssignmentPattern':
      return bound(pattern.left)
    case 'RestElement':
      return bound(pattern.argument)
    default:
      return []
  }
}
