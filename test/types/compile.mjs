// Compiles the folder with one compiler, and prints as JSON the errors and what canvases cost; for TypeScript 6 what an
// editor shows as well. A process of its own, so that the compilers run side by side:
// `node compile.mjs typescript /tmp/folder tsconfig.json`.
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { costsByCommand, costsByLibrary } from './budget.mjs'
import { editorOn } from './editor.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
const [compiler, folder, settings] = process.argv.slice(2)

/** The first line of each error, by the compiler's library. */
function byLibrary() {
  const ts = createRequire(import.meta.url)(compiler)
  const config = ts.getParsedCommandLineOfConfigFile(
    join(folder, settings),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  )
  const options = { ...config.options, noErrorTruncation: true }
  const host = ts.createCompilerHost(options)
  const read = host.getSourceFile.bind(host)
  const known = new Map()
  host.getSourceFile = (name, ...rest) => {
    if (!known.has(name)) known.set(name, read(name, ...rest))
    return known.get(name)
  }
  const program = ts.createProgram(config.fileNames, options, host)
  const errors = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const { line, character } = file?.getLineAndCharacterOfPosition(start) ?? { line: -1, character: -1 }
    return {
      file: file ? relative(folder, file.fileName) : '',
      line: line + 1,
      column: character + 1,
      message: ts.flattenDiagnosticMessageText(messageText, '\n').split('\n')[0],
    }
  })
  const costs = costsByLibrary(ts, { folder, options, host })
  if (compiler !== 'typescript') return { errors, costs }
  return { errors, costs, editor: editorOn(ts, { folder, options, program }) }
}

/** The same by the command: TypeScript 7 has no library. */
async function byCommand() {
  const tsc = join(root, 'node_modules', compiler, 'bin/tsc')
  const words = [tsc, '-p', join(folder, settings), '--pretty', 'false', '--noErrorTruncation']
  const output = await new Promise((resolve) => {
    execFile(process.execPath, words, { cwd: folder, maxBuffer: 1e9 }, (_, stdout) => resolve(stdout))
  })
  const errors = output.split('\n').flatMap((text) => {
    const found = /^(?:(\S+?)\((\d+),(\d+)\): )?error TS\d+: (.*)$/.exec(text)
    return found ? [{ file: found[1] ?? '', line: +found[2], column: +found[3], message: found[4] }] : []
  })
  return { errors, costs: await costsByCommand(tsc, folder) }
}

const found = compiler === 'typescript7' ? await byCommand() : byLibrary()
process.stdout.write(JSON.stringify(found))
