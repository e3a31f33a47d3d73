import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes the project in which a program is checked, with these files: it can import what the runner gives it, and has
 * no more around it than that.
 */
export const writeTypeProject = (
  folder: string,
  root: string,
  files: Readonly<Record<string, string>>,
): void => {
  mkdirSync(folder, { recursive: true })
  const isBuilt = isNewer(join(root, 'dist/src/index.d.ts'), [
    join(root, 'src'),
    join(root, 'lessons/bank'),
    join(root, 'lessons/bank.ts'),
  ])
  const types = (source: string, built: string) => join(root, isBuilt ? built : source)
  const config = {
    compilerOptions: {
      target: 'es2023',
      lib: ['es2023'],
      module: 'nodenext',
      moduleResolution: 'nodenext',
      moduleDetection: 'force',
      types: [],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      noErrorTruncation: true,
      allowImportingTsExtensions: true,
      paths: {
        celeriac: [types('src/index.ts', 'dist/src/index.d.ts')],
        'celeriac/testing': [types('src/testing.ts', 'dist/src/testing.d.ts')],
        'celeriac/bank': [types('lessons/bank.ts', 'dist/lessons/bank.d.ts')],
        'celeriac/bank/*': [types('lessons/bank/*.ts', 'dist/lessons/bank/*.d.ts')],
        ...(isBuilt && { 'fp-ts/lib/*': ['./fpTs.d.ts'] }),
      },
    },
    files: [...Object.keys(files), 'globals.d.ts'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config, null, 2))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
  writeFileSync(join(folder, 'globals.d.ts'), globals)
  writeFileSync(join(folder, 'fpTs.d.ts'), fpTs)
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
}

/**
 * Is the library built, and since the last change of its sources? Its declarations take half the time and the memory of
 * its sources.
 */
const isNewer = (built: string, sources: readonly string[]): boolean => {
  const builtMs = statSync(built, { throwIfNoEntry: false })?.mtimeMs
  return builtMs !== undefined && sources.every((source) => newestMs(source) <= builtMs)
}

const newestMs = (path: string): number => {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return 0
  if (!found.isDirectory()) return found.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newestMs(join(path, name))))
}

/**
 * Of fp-ts, which stands in declarations that no program here can reach, as much as they name. All of it would be more
 * than everything else together.
 */
const fpTs = `export type Either<E, A> = { readonly _tag: 'Left'; readonly left: E } | { readonly _tag: 'Right'; readonly right: A }
export type TaskEither<E, A> = () => Promise<Either<E, A>>
`

/** What a program has without importing it. Node's own types would take twice the time and memory. */
const globals = `interface Console {
  log(...values: unknown[]): void
  info(...values: unknown[]): void
  warn(...values: unknown[]): void
  error(...values: unknown[]): void
  debug(...values: unknown[]): void
  table(value: unknown): void
}
declare const console: Console
declare function setTimeout(callback: () => void, ms?: number): unknown
declare function clearTimeout(timer: unknown): void
declare function setInterval(callback: () => void, ms?: number): unknown
declare function clearInterval(timer: unknown): void
declare function queueMicrotask(callback: () => void): void
declare function structuredClone<Value>(value: Value): Value
`
