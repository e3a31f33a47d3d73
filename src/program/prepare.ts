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
  /** What it imports, in order. */
  readonly imports: readonly Imported[]
  /** The places that loops and awaits go by. */
  readonly places: readonly Place[]
  /** The place in the file of a place in the code. */
  placeOf(line: number, column: number): Place
}

/** A module that is imported, and the names that are wanted of it. */
export interface Imported extends Place {
  readonly specifier: string
  readonly names: readonly (Place & { readonly name: string })[]
}

/** What the code calls: `$celeriac`. */
export interface Hooks {
  /** The namespaces of `imports`, in their order. */
  readonly modules: readonly object[]
  /** Is told how to look at the top-level bindings. */
  names(look: Readonly<Record<string, () => unknown>>): void
  /** The place of the loop that goes round, and how often any did. */
  readonly at: Int32Array
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
  const [{ parse }, { full }] = await Promise.all([import('acorn'), import('acorn-walk')])
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
  const imports: Imported[] = []
  const constants: string[] = []
  const mark = (node: Node) => places.push(placeOfNode(node)) - 1
  const edit = (at: number, inserted: string, removed = 0) => edits.push({ at, inserted, removed })
  const blank = (from: number, to: number) =>
    edit(from, source.slice(from, to).replace(/[^\n]/g, ' '), to - from)

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
        if (!('id' in node.declaration) || !node.declaration.id) edit(node.declaration.start, 'void ')
        break
    }
  if (source.startsWith('#!')) blank(0, source.indexOf('\n') < 0 ? source.length : source.indexOf('\n'))

  full(tree, (found) => {
    const node = found as Inside
    switch (node.type) {
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'WhileStatement':
      case 'DoWhileStatement': {
        const tell = `$celeriac.at[0]=${mark(node)};$celeriac.at[1]++;`
        if (node.body.type === 'BlockStatement') edit(node.body.start + 1, tell)
        else {
          edit(node.body.start, `{${tell}`)
          edit(node.body.end, '}')
        }
        break
      }
      case 'AwaitExpression':
        edit(node.argument.start, `$celeriac.wait(${mark(node)},(`)
        edit(node.argument.end, '))')
        break
      case 'ImportExpression':
        edit(node.start, '$celeriac.load', 'import'.length)
        break
      case 'MetaProperty':
        if (source.startsWith('import', node.start)) edit(node.start, '$celeriac.meta', node.end - node.start)
        break
    }
  })

  const names = namesIn(tree).map((name) => `${JSON.stringify(name)}:()=>${name}`)
  const head = `(async ($celeriac) => {'use strict';${constants.join('')}$celeriac.names({${names.join(',')}});`
  edits.unshift({ at: 0, inserted: head, removed: 0 })
  const ordered = edits
    .map((one, order) => ({ ...one, order }))
    .sort((a, b) => a.at - b.at || Math.sign(a.removed) - Math.sign(b.removed) || a.order - b.order)
  return {
    code: `${apply(source, ordered)}\n})`,
    imports,
    places,
    placeOf: placesBehind(source, ordered),
  }
}

interface Edit {
  readonly at: number
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
const namesIn = (tree: Program): readonly string[] =>
  tree.body.flatMap((node) => {
    if (node.type === 'ExportNamedDeclaration') return node.declaration ? declared(node.declaration) : []
    if (node.type === 'ExportDefaultDeclaration')
      return 'id' in node.declaration && node.declaration.id ? [node.declaration.id.name] : []
    return declared(node)
  })

const declared = (node: Statement | import('acorn').Declaration): readonly string[] => {
  if (node.type === 'VariableDeclaration') return node.declarations.flatMap(({ id }) => bound(id))
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration')
    return node.id ? [node.id.name] : []
  return []
}

/** The names in a pattern: `{ a, b: [c] }` binds a and c. */
const bound = (pattern: import('acorn').Pattern): readonly string[] => {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
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
