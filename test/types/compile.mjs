// Compiles the folder with one compiler, and prints as JSON the errors and what canvases cost; for TypeScript 6 what an
// editor shows as well. A process of its own, so that the compilers run side by side:
// `node compile.mjs typescript /tmp/folder`.
import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { caseFiles, costsByCommand, costsByLibrary } from './budget.mjs'
import { editorOn } from './editor.mjs'

const [compiler, folder] = process.argv.slice(2)
const settings = join(folder, 'tsconfig.json')

/**
 * The first line of each error, by the compiler's library: one program, of an editor's service, so that what canvases cost
 * and what an editor shows need no other.
 */
function byLibrary() {
  const ts = createRequire(import.meta.url)(compiler)
  const service = serviceOf(ts, settings, caseFiles(folder))
  const program = service.getProgram()
  // First of all, because what is known already is not counted.
  const costs = costsByLibrary(program, folder)
  const errors = errorsIn(ts, program)
  const editor = compiler === 'typescript' ? editorOn(ts, { folder, service }) : []
  return { errors, costs, editor, again: {} }
}

const errorsIn = (ts, program) =>
  ts.getPreEmitDiagnostics(program).flatMap(({ file, start, messageText }) => {
    if (file?.fileName.includes('/measured/')) return []
    const { line, character } = file?.getLineAndCharacterOfPosition(start) ?? { line: -1, character: -1 }
    return {
      file: file ? relative(folder, file.fileName) : '',
      line: line + 1,
      column: character + 1,
      message: ts.flattenDiagnosticMessageText(messageText, '\n').split('\n')[0],
    }
  })

/** An editor's service for the files of these settings and more, which do not change. */
const serviceOf = (ts, path, more = []) => {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} }
  const { fileNames, options } = ts.getParsedCommandLineOfConfigFile(path, { noErrorTruncation: true }, host)
  return ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...more, ...fileNames],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => {
      const text = ts.sys.readFile(name)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    realpath: ts.sys.realpath,
  })
}

/** The same by the command: TypeScript 7 is a program of its own. */
async function byCommand() {
  const manifest = createRequire(import.meta.url).resolve(`${compiler}/package.json`)
  const { default: tsc } = await import(pathToFileURL(join(dirname(manifest), 'lib/getExePath.js')).href)
  // It ends before its memory is full: to collect what it threw away is a third of its time.
  process.env.GOGC = 'off'
  return {
    errors: await errorsOf(tsc(), settings),
    // What settings change they change for all compilers: the fastest is asked.
    again: await errorsBySettings(tsc()),
    costs: await costsByCommand(tsc(), folder),
  }
}

const errorsBySettings = async (tsc) => {
  const found = {}
  for (const file of readdirSync(folder)) {
    const name = /^tsconfig\.(\w+)\.json$/.exec(file)?.[1]
    if (name) found[name] = await errorsOf(tsc, join(folder, file))
  }
  return found
}

const errorsOf = async (tsc, path) => {
  const words = ['-p', path, '--pretty', 'false', '--noErrorTruncation']
  const output = await new Promise((resolve) => {
    execFile(tsc, words, { cwd: folder, maxBuffer: 1e9 }, (_, stdout) => resolve(stdout))
  })
  return output.split('\n').flatMap((text) => {
    const found = /^(?:(\S+?)\((\d+),(\d+)\): )?error TS\d+: (.*)$/.exec(text)
    return found ? [{ file: found[1] ?? '', line: +found[2], column: +found[3], message: found[4] }] : []
  })
}

const found = compiler === 'typescript7' ? await byCommand() : byLibrary()
process.stdout.write(JSON.stringify(found))
