// Builds what is run and what is published: bundles of the programs, for a fast start, and the library as ES modules
// with declarations. `node build.mjs` builds all of it, `node build.mjs lesson` one program; what has no source is left out.
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { gather } from './gather.mjs'

const root = dirname(fileURLToPath(import.meta.url))
const dist = join(root, 'dist')

/** The programs: dist/<name>.js is built from the entry; what shares large parts is built together. */
export const programs = {
  lesson: 'lessons/main.tsx',
  lessonCheck: 'lessons/authoring/main.ts',
  playground: 'playground/main.ts',
  celeriac: 'command/main.ts',
  program: { program: 'lessons/program.ts', celeriacHooks: 'command/typescriptHooks.ts' },
  bench: 'test/bench/main.ts',
  conformance: 'test/conformance/main.ts',
  conformanceLive: 'test/conformance/live.ts',
  liveSpeed: 'test/live/speed.ts',
  soak: 'test/runtime/soak.ts',
  demo: 'test/terminal/demo.tsx',
  bareInk: 'test/bench/bareInk.tsx',
  simulatedGroups: 'test/bench/simulatedGroups.ts',
}

/** Where a program draws its first frame: all that this needs goes in one file, since each costs more than its length. */
const drawnFirst = { lesson: 'lessons/onScreen.ts' }

/** Bundles one program, and writes down what it was made of and when, so that the launcher can tell when it is stale. */
export const buildProgram = async (name) => {
  const entry = programs[name]
  const entryPoints = typeof entry === 'string' ? { [name]: entry } : entry
  if (!Object.values(entryPoints).every((file) => existsSync(join(root, file)))) return undefined
  const startedAtMs = Date.now()
  const { outputs, inputs } = await bundle(name, entryPoints)
  const before = readManifest(name)
  for (const file of before?.outputs ?? [])
    if (!outputs.includes(file)) rmSync(join(root, file), { force: true })
  const manifest = {
    startedAtMs,
    outputs,
    inputs: [...inputs, 'build.mjs', 'gather.mjs', 'package-lock.json'],
  }
  writeFileSync(manifestPath(name), JSON.stringify(manifest))
  return manifest
}

/** What a program was last built from, or undefined when it never was. */
export const readManifest = (name) => {
  try {
    return JSON.parse(readFileSync(manifestPath(name), 'utf8'))
  } catch {
    return undefined
  }
}

const manifestPath = (name) => join(dist, `${name}.build.json`)

/** Ink needs four things of a bundler: ESM, for its top-level awaits; production React, which starts and runs faster; a
 * `require` for its CommonJS parts; and no devtools, whose import would be hoisted and fail. */
const bundle = async (name, entryPoints) => {
  const { metafile, outputFiles } = await build({
    entryPoints,
    chunkNames: `${name}-[hash]`,
    splitting: true,
    // The compiler is for authors, and larger than everything else together; a driver is installed by who needs one.
    external: ['typescript', 'ioredis', 'amqplib'],
    keepNames: true,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    banner: {
      js: 'import{createRequire as $require}from"node:module";const require=$require(import.meta.url);',
    },
    plugins: [
      { name: 'no-devtools', setup: emptyDevtools },
      { name: 'mend', setup: mend },
    ],
  })
  const first = drawnFirst[name]
  const files =
    first === undefined
      ? outputFiles
      : await gather({ from: programs[name], first, into: `${name}-first.js` }, metafile, outputFiles, build)
  for (const { path, contents } of files) writeFileSync(path, contents)
  const ours = (file) => !file.startsWith('node_modules/') && !file.includes(':')
  return {
    outputs: files.map(({ path }) => `dist/${basename(path)}`),
    inputs: Object.keys(metafile.inputs).filter(ours),
  }
}

/** What all bundles have in common. */
const build = async (options) => (await loadEsbuild()).build({ ...common, ...options })

const common = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  legalComments: 'none',
  // Node prints the line of an error: it should be one that can be read.
  lineLimit: 200,
  logLevel: 'warning',
  metafile: true,
  write: false,
}

const emptyDevtools = (build) => {
  build.onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'empty' }))
  build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default undefined' }))
}

/**
 * Ink's costs, mended while it is bundled. Each is a word of its source and what stands there instead; a version of
 * Ink that does not have the word any more makes the build fail, so that it is looked at again.
 */
const mended = [
  // Yoga carries its WebAssembly inside and looks for `fetch` all the same, which makes Node load its HTTP client.
  { file: /yoga-wasm-base64-esm\.js$/, from: 'typeof fetch', to: '"undefined"' },
  // Ink measures every row in every frame, character by character, though most are the same as before.
  {
    file: /widest-line\/index\.js$/,
    from: 'export default function widestLine(string) {',
    to: `const known = new Map()
export default function widestLine(string) {
  if (known.size > 5000) known.clear()
  const width = known.get(string) ?? measure(string)
  known.set(string, width)
  return width
}
function measure(string) {`,
  },
  // It looks for escapes in every row.
  {
    file: /ink\/build\/sanitize-ansi\.js$/,
    from: 'const sanitizeAnsi = (text) => {',
    to: `const known = new Map()
const sanitizeAnsi = (text) => {
  if (known.size > 5000) known.clear()
  const clean = known.get(text) ?? sanitize(text)
  known.set(text, clean)
  return clean
}
const sanitize = (text) => {`,
  },
  // And it takes every row apart: it keeps what it knows of one for one frame only.
  {
    file: /ink\/build\/output\.js$/,
    from: '    blockWidths = new Map();',
    to: '    blockWidths = new Map(); rows = new Map();',
  },
  {
    file: /ink\/build\/output\.js$/,
    from: 'caches = new OutputCaches();',
    to: 'static known = new OutputCaches(); caches = Output.known.styledChars.size < 5000 ? Output.known : (Output.known = new OutputCaches());',
  },
  // Then it puts every row together again, cell by cell. Where a row is one text, as all of ours are, it is known whole.
  {
    file: /ink\/build\/output\.js$/,
    from: '    get() {\n',
    to: `    wholeRows() {
        const rows = Array.from({ length: this.height }, () => '');
        const taken = new Set();
        for (const { type, x, y, text, transformers } of this.operations) {
            if (type !== 'write' || x !== 0 || y in rows === false || taken.has(y) || text.includes('\\n'))
                return undefined;
            taken.add(y);
            const line = transformers.reduce((changed, transform) => transform(changed, 0), text);
            let row = this.caches.rows.get(line);
            if (row === undefined) {
                row = styledCharsToString(this.caches.getStyledChars(line)).trimEnd();
                this.caches.rows.set(line, row);
            }
            rows[y] = row;
        }
        return rows;
    }
    get() {
        const rows = this.wholeRows();
        if (rows !== undefined)
            return { output: rows.join('\\n'), height: rows.length };
`,
  },
]

const mend = (build) => {
  for (const { file } of mended)
    build.onLoad({ filter: file }, ({ path }) => {
      let contents = readFileSync(path, 'utf8')
      for (const { from, to } of mended.filter((one) => one.file.test(path))) {
        if (!contents.includes(from))
          throw new Error(`${path} has no \`${from}\` any more: look at \`mended\` in build.mjs`)
        contents = contents.replaceAll(from, to)
      }
      return { contents }
    })
}

const loadEsbuild = () =>
  import('esbuild').catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new Error('The build needs the development packages. Run `npm install` without --omit=dev.')
  })

/** Emits the library. Nothing is checked here, `npm test` does that: the emit takes a fifth of a second. */
const buildLibrary = async () => {
  if (!existsSync(join(root, 'src/index.ts'))) return undefined
  for (const folder of ['src', 'lessons']) rmSync(join(dist, folder), { recursive: true, force: true })
  const compiler = join(root, 'node_modules/typescript7/bin/tsc')
  await promisify(execFile)(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: root }).catch(
    (error) => {
      throw new Error(error.stdout || error.message)
    },
  )
  return { outputs: ['dist/src/'] }
}

const buildAll = async (names) => {
  const jobs =
    names.length > 0 ? names.map(buildProgram) : [...Object.keys(programs).map(buildProgram), library()]
  for (const { status, value, reason } of await Promise.allSettled(jobs)) {
    if (value !== undefined) console.log(`built ${value.outputs[0]}`)
    if (status === 'rejected') {
      console.error(reason.message)
      process.exitCode = 1
    }
  }
}

/** Who installs in order to learn needs the programs: a library that cannot be emitted stops a test, not an install. */
const library = () =>
  ['install', 'ci'].includes(process.env.npm_command)
    ? buildLibrary().catch((error) => console.error(error.message))
    : buildLibrary()

mkdirSync(dist, { recursive: true })
if (import.meta.url === pathToFileURL(resolve(process.argv[1] ?? '')).href)
  await buildAll(process.argv.slice(2))
