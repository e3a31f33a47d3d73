import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** The top of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.venv', '.celeriac'])

const walk = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? walk(path) : [path]
  })

/** Every file of ours, as its path from the top, with `/`. */
export const files: readonly string[] = walk(ROOT)
  .map((path) => relative(ROOT, path).split(sep).join('/'))
  .sort()

/** The TypeScript files of ours. */
export const sources: readonly string[] = files.filter((file) => /\.tsx?$/.test(file))

/** The text of a file, by its path from the top. */
export const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

const parsed = new Map<string, ts.SourceFile>()

/** A source file as a syntax tree. */
export const parse = (file: string): ts.SourceFile => {
  const known = parsed.get(file)
  if (known) return known
  const tree = ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2023, true)
  parsed.set(file, tree)
  return tree
}

/** Every node of a tree. */
export const nodesOf = (node: ts.Node): readonly ts.Node[] => {
  const nodes: ts.Node[] = []
  const visit = (each: ts.Node) => {
    nodes.push(each)
    ts.forEachChild(each, visit)
  }
  visit(node)
  return nodes
}

/** One import or re-export: from where, of what, and the file it means when that is one of ours. */
export interface Import {
  readonly from: string
  readonly specifier: string
  readonly file: string | undefined
}

/** What a file imports, types and dynamic imports included. */
export const importsOf = (from: string): readonly Import[] =>
  ts.preProcessFile(read(from), true, true).importedFiles.map(({ fileName: specifier }) => ({
    from,
    specifier,
    file: specifier.startsWith('.')
      ? relative(ROOT, resolve(ROOT, dirname(from), specifier.replace(/\?.*$/, '')))
          .split(sep)
          .join('/')
      : specifier === 'celeriac'
        ? 'src/index.ts'
        : undefined,
  }))

/** Every import in the repository. */
export const imports: readonly Import[] = sources.flatMap(importsOf)
