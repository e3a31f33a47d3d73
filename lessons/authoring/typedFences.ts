import { dirname, join } from 'node:path'
import ts from 'typescript'
import type { CompilerError } from '../../src/program/compilerErrors.ts'
import { compileCopies } from './compileCopies.ts'
import { type Fence, isAsPromised, type Lie } from './fences.ts'

/**
 * Checks the types of all blocks at once, with the conventions of twoslash: under `// @errors: 2345` exactly these errors
 * must come, and a line `//  ^? const r: AsyncResult<string>` says what the editor shows of the name above its caret.
 * (Twoslash itself makes a program for every block, which takes a third of a second each.)
 */
export const typeLies = async (root: string, fences: readonly Fence[]): Promise<readonly Lie[]> => {
  const files = new Map(fences.map((fence) => [fileOf(fence), fence]))
  const texts = new Map([...files].map(([file, { code }]) => [file, moduleOf(code)]))
  return [...errorLies(files, await compileCopies(root, texts)), ...shownLies(root, files)]
}

/** Where a block would stand as a file beside its page. */
const fileOf = ({ page, line }: Fence) => join(dirname(page), `page-${line}.ts`)

/** What is top-level in one block is not known in another. */
const moduleOf = (code: string) => `${code}\nexport {}\n`

const errorLies = (files: ReadonlyMap<string, Fence>, errors: readonly CompilerError[]): readonly Lie[] =>
  [...files].flatMap(([file, fence]) => {
    const promised = [...fence.code.matchAll(/^\/\/ @errors: ([\d ]+)$/gm)].flatMap(([, codes]) =>
      codes!.trim().split(/ +/).map(Number),
    )
    const came = errors.filter((error) => error.file === file)
    return [
      ...came
        .filter(({ code }) => !promised.includes(code))
        .map(({ line, code, says }) => lie(fence, line - 1, `this does not compile: TS${code} ${says}`)),
      ...promised
        .filter((code) => !came.some((error) => error.code === code))
        .map((code) => lie(fence, 0, `the error TS${code} is promised, and does not come`)),
    ]
  })

const query = /^( *\/\/ *)\^\?(.*)$/

const shownLies = (root: string, files: ReadonlyMap<string, Fence>): readonly Lie[] => {
  const asking = new Map(
    [...files]
      .filter(([, { code }]) => code.split('\n').some((line) => query.test(line)))
      .map(([file, fence]) => [join(root, file), fence]),
  )
  const service = serviceFor(root, asking)
  return [...asking].flatMap(([file, fence]) => {
    let start = 0
    let above = 0
    return fence.code.split('\n').flatMap((line, index) => {
      const asked = query.exec(line)
      const place = above + (asked?.[1]?.length ?? 0)
      if (asked === null) above = start
      start += line.length + 1
      if (asked === null) return []
      const promise = asked[2]!.trim()
      const info = service.getQuickInfoAtPosition(file, place)
      const shown = ts.displayPartsToString(info?.displayParts).replace(/\s+/g, ' ').trim()
      if (promise !== '' && isAsPromised(shown, promise)) return []
      return [lie(fence, index, `the type is said to be \`${promise}\`, and is \`${shown}\``)]
    })
  })
}

const serviceFor = (root: string, files: ReadonlyMap<string, Fence>): ts.LanguageService => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root)
  const readFile = (file: string) => {
    const fence = files.get(file)
    return fence ? moduleOf(fence.code) : ts.sys.readFile(file)
  }
  return ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...files.keys()],
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) => {
      const text = readFile(file)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (file) => files.has(file) || ts.sys.fileExists(file),
    readFile,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  })
}

const lie = ({ page, line }: Fence, index: number, says: string): Lie => ({ page, line: line + index, says })
