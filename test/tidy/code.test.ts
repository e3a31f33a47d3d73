import { basename } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { nodesOf, parse, read, sources } from './sources.ts'

const ours = sources.filter((file) => file.startsWith('src/'))
const where = (node: ts.Node) => {
  const file = node.getSourceFile()
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
}

test('a file is named after what it exports', () => {
  const vague = sources.filter((file) => /^(utils?|helpers?|common|misc|types?)\b/i.test(basename(file)))
  expect(vague, 'Name it after the thing it exports, and split it if there are several.').toEqual([])
})

test('exports have names', () => {
  const broken = ours.flatMap((file) =>
    parse(file)
      .statements.filter(
        (statement) => ts.isExportAssignment(statement) || (isExported(statement) && isDefault(statement)),
      )
      .map(where),
  )
  expect(broken, 'Export it by its name; whoever imports it uses the same.').toEqual([])
})

test('nothing but a promise has a method called then', () => {
  // A type that only asks whether a value is a promise may name it.
  const isMember = (node: ts.Node): node is ts.NamedDeclaration =>
    ts.isMethodDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isGetAccessor(node) ||
    ts.isInterfaceDeclaration(node.parent)
  const broken = ours.flatMap((file) =>
    nodesOf(parse(file))
      .filter((node) => node.parent !== undefined && isMember(node) && node.name?.getText() === 'then')
      .map(where),
  )
  expect(
    broken,
    'An object with `then` is awaited as a promise, and never resolves: call it something else.',
  ).toEqual([])
})

test('nothing is left for later', () => {
  const broken = ours.filter((file) => /\b(TODO|FIXME|XXX)\b/.test(read(file)))
  expect(broken, 'Do it, or write it down where work is planned.').toEqual([])
})

test('every export says what it is', () => {
  const broken = ours.flatMap((file) => {
    const statements = parse(file).statements.filter(
      (statement) => isExported(statement) && !ts.isExportDeclaration(statement),
    )
    const described = new Set(statements.filter(hasDocstring).map(nameOf))
    return statements
      .filter((statement) => !described.has(nameOf(statement)))
      .map((statement) => `${where(statement)} ${nameOf(statement)}`)
  })
  expect(
    broken,
    "Put a sentence above it: what it is or does, in Celery's words, in the present tense.",
  ).toEqual([])
})

const modifiersOf = (node: ts.Node) => (ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [])
const isExported = (node: ts.Node) =>
  modifiersOf(node).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
const isDefault = (node: ts.Node) =>
  modifiersOf(node).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
const hasDocstring = (node: ts.Node) => ts.getJSDocCommentsAndTags(node).length > 0
const nameOf = (node: ts.Statement) =>
  ts.isVariableStatement(node)
    ? node.declarationList.declarations.map(({ name }) => name.getText()).join(', ')
    : ((node as ts.DeclarationStatement).name?.getText() ?? '')
