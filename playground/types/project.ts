import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The folder in which the language server sees the text, and the text's address there. */
export interface Project {
  readonly folder: string
  readonly uri: string
}

/**
 * Writes the project that a program of the playground is checked in: it can import what the runner gives it, and has
 * no more around it than that. The text itself is never written there; the server is told of it.
 */
export const writeProject = (folder: string, root: string): Project => {
  mkdirSync(folder, { recursive: true })
  const types = (source: string, built: string) => {
    const own = join(root, source)
    return existsSync(own) ? own : join(root, built)
  }
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
        'celeriac/bank': [types('lessons/bank.ts', 'dist/lessons/bank.d.ts')],
        'celeriac/bank/*': [
          join(
            root,
            existsSync(join(root, 'lessons/bank')) ? 'lessons/bank/*.ts' : 'dist/lessons/bank/*.d.ts',
          ),
        ],
      },
    },
    files: ['canvas.ts', 'globals.d.ts'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config, null, 2))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
  writeFileSync(join(folder, 'globals.d.ts'), globals)
  writeFileSync(join(folder, 'canvas.ts'), 'export {}\n')
  return { folder, uri: pathToFileURL(join(folder, 'canvas.ts')).href }
}

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
