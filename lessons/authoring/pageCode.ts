import { posix } from 'node:path'
import ts from 'typescript'
import type { Problem } from '../../src/ui/scene.ts'

/** A program of a chapter, and what is known of its run. */
export interface PageProgram {
  /** From the chapter's folder: `05-chain/canvas.ts`. */
  readonly file: string
  readonly source: string
  /** What the compiler says of it. */
  readonly problems: readonly Problem[]
  /** What its names held at the end, as it is printed. */
  readonly values: Readonly<Record<string, string>>
}

/**
 * A program as a module of its own for the chapter's page: imports as the page sees them, what `lesson` does at the top
 * level, behind every name what it held (`// => "SMS sent"`), and over a refused line what the compiler says.
 */
export const pageCode = ({ file, source, problems, values }: PageProgram): string => {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2023, true)
  const lines = new Lines(source)
  for (const statement of tree.statements) {
    if (ts.isImportDeclaration(statement)) lines.edit(tree, statement, (text) => seenFromPage(text, file))
    else if (ts.isExportDeclaration(statement)) lines.edit(tree, statement, () => null)
    else if (isLesson(statement)) unwrap(tree, statement.body!, lines, values)
    else lines.edit(tree, statement, (text) => text.replace(/^export /, ''))
  }
  return lines.print((text, number) => {
    if (/^\/\/ ---cut(-before|-after)?---$/.test(text.trim())) return null
    const says = problems.find(({ line }) => line === number + 1)?.says
    return says === undefined ? text : text.replace(/(\/\/ @ts-expect-error)$/, `$1 ${says}`)
  })
}

/** The lines of a file, each of which may change or go. */
class Lines {
  readonly #lines: (string | null)[]

  constructor(source: string) {
    this.#lines = source.split('\n')
  }

  /** Changes the text of a node, or takes its lines away. */
  edit(tree: ts.SourceFile, node: ts.Node, change: (text: string) => string | null): void {
    const [from, to] = linesOf(tree, node)
    const text = change(this.#lines.slice(from, to + 1).join('\n'))
    this.#lines.fill(null, from, to + 1)
    this.#lines[from] = text
  }

  /** Changes one line, from 0. */
  editLine(line: number, change: (text: string) => string | null): void {
    const text = this.#lines[line]
    if (typeof text === 'string') this.#lines[line] = change(text)
  }

  /** What is left, each line as the last word about it, given its number from 1. */
  print(last: (text: string, number: number) => string | null): string {
    const kept = this.#lines.flatMap((text, index) => {
      const line = text === null ? null : last(text, index + 1)
      return line === null ? [] : [line]
    })
    return `${kept
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()}\n`
  }
}

const linesOf = (tree: ts.SourceFile, node: ts.Node): readonly [from: number, to: number] => [
  tree.getLineAndCharacterOfPosition(node.getStart(tree)).line,
  tree.getLineAndCharacterOfPosition(node.getEnd()).line,
]

const isLesson = (statement: ts.Statement): statement is ts.FunctionDeclaration =>
  ts.isFunctionDeclaration(statement) && statement.name?.text === 'lesson'

/** The page stands one folder above the program. */
const seenFromPage = (text: string, file: string) =>
  text.replace(/(['"])(\.\.?\/[^'"]*)\1/, (_, quote: string, path: string) => {
    const seen = posix.join(posix.dirname(file), path)
    return quote + (seen.startsWith('.') ? seen : `./${seen}`) + quote
  })

const unwrap = (
  tree: ts.SourceFile,
  body: ts.Block,
  lines: Lines,
  values: Readonly<Record<string, string>>,
) => {
  const [head, tail] = linesOf(tree, body)
  for (const line of [head, tail]) lines.editLine(line, () => null)
  for (let line = head + 1; line < tail; line++) lines.editLine(line, (text) => text.replace(/^ {2}/, ''))
  for (const statement of body.statements)
    if (ts.isVariableStatement(statement)) annotate(tree, statement, lines, values)
    else if (ts.isReturnStatement(statement))
      lines.edit(tree, statement, () => ownNames(tree, statement, values))
}

/** `const value = await r.get() // => true` */
const annotate = (
  tree: ts.SourceFile,
  statement: ts.VariableStatement,
  lines: Lines,
  values: Readonly<Record<string, string>>,
) => {
  const [declaration] = statement.declarationList.declarations
  const value = declaration && values[declaration.name.getText(tree)]
  if (value !== undefined) lines.editLine(linesOf(tree, statement)[1], (text) => `${text} // => ${value}`)
}

/** What a program names only when it returns it: `return { value: await r.get() }` is `const value = await r.get()`. */
const ownNames = (
  tree: ts.SourceFile,
  { expression }: ts.ReturnStatement,
  values: Readonly<Record<string, string>>,
): string | null => {
  if (!expression || !ts.isObjectLiteralExpression(expression)) return null
  const named = expression.properties.filter(ts.isPropertyAssignment).map(({ name, initializer }) => {
    const value = values[name.getText(tree)]
    const line = `const ${name.getText(tree)} = ${initializer.getText(tree)}`
    return value === undefined ? line : `${line} // => ${value}`
  })
  return named.length === 0 ? null : named.join('\n')
}
