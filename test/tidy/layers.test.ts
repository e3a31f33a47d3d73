import * as esbuild from 'esbuild'
import { expect, test } from 'vitest'
import { files, imports, ROOT, sources } from './sources.ts'

/** Each layer, and the layers its arrows point at; it may import from these, from theirs, and from itself. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  'src/canvas': [],
  'src/protocol': ['src/canvas'],
  'src/interpreter': ['src/protocol'],
  'src/broker': ['src/protocol'],
  'src/runtime': ['src/broker', 'src/interpreter'],
  'src/check': ['src/runtime'],
  'src/ui': ['src/runtime'],
  'src/program': ['src/runtime'],
  'src/index.ts': ['src/runtime', 'src/check', 'src/ui'],
  'src/fp-ts.ts': ['src/canvas'],
  'src/testing.ts': ['src/ui'],
  lessons: ['src/ui', 'src/program', 'src/check', 'src/index.ts', 'src/testing.ts'],
  playground: ['lessons'],
  command: ['playground'],
}

const below = (layer: string): readonly string[] => [layer, ...ARROWS[layer]!.flatMap(below)]
const layerOf = (file: string) =>
  Object.keys(ARROWS).find((layer) => file === layer || file.startsWith(`${layer}/`))

test('every source file lies in a layer', () => {
  const homeless = sources.filter((file) => file.startsWith('src/') && layerOf(file) === undefined)
  expect(homeless, 'Move it into one of the folders of src/, by what it knows of.').toEqual([])
})

test('a file imports from its own layer and from those below', () => {
  const broken = imports.flatMap(({ from, file }) => {
    const here = layerOf(from)
    if (here === undefined || file === undefined) return []
    const there = layerOf(file)
    const allowed = there !== undefined && below(here).includes(there)
    return allowed ? [] : [`${from} imports ${file}`]
  })
  expect(
    broken,
    'Move what it needs down to its own layer, or have it handed in by the layer above.',
  ).toEqual([])
})

test('importing the library loads neither Ink nor a driver', async () => {
  const { metafile } = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: ['src/index.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    metafile: true,
  })
  const loaded = new Set<string>()
  const load = (file: string) => {
    if (loaded.has(file)) return
    loaded.add(file)
    for (const { path, kind } of metafile.inputs[file]?.imports ?? [])
      if (kind !== 'dynamic-import') load(path)
  }
  load('src/index.ts')
  expect(loaded.size).toBeGreaterThan(10)
  const heavy = [...loaded].filter((path) =>
    /^(ink|react|ioredis|amqplib|esbuild|typescript)(\/|$)|^src\/ui\//.test(path),
  )
  expect(heavy, 'Import it where it is used, with `await import(...)`.').toEqual([])
})

test('nobody imports fp-ts in a way that plain Node refuses', () => {
  const broken = imports
    .filter(({ specifier }) => /^fp-ts(\/|$)/.test(specifier) && !/^fp-ts\/lib\/\w+\.js$/.test(specifier))
    .map(({ from, specifier }) => `${from} imports ${specifier}`)
  expect(
    broken,
    'Write fp-ts/lib/Either.js; fp-ts/Either is found by tsc and by vitest, but not by Node.',
  ).toEqual([])
})

test('the words and the components know nothing of fp-ts', () => {
  const broken = imports
    .filter(
      ({ from, specifier }) =>
        specifier.startsWith('fp-ts') && (from.startsWith('src/canvas/') || from.endsWith('.tsx')),
    )
    .map(({ from, specifier }) => `${from} imports ${specifier}`)
  expect(
    broken,
    "A second vocabulary between the reader and Celery's; use plain values and optional properties.",
  ).toEqual([])
})

test('every source file is used by a program or by the library', () => {
  const used = new Set<string>()
  const use = (file: string) => {
    if (used.has(file)) return
    used.add(file)
    for (const each of imports) if (each.from === file && each.file !== undefined) use(each.file)
  }
  for (const file of files)
    if (/^src\/[^/]+$/.test(file) || /^(lessons|playground|command)\//.test(file)) use(file)
  const unused = sources.filter(
    (file) => file.startsWith('src/') && !file.endsWith('.d.ts') && !used.has(file),
  )
  expect(unused, 'Nobody imports it but its tests, if anybody: delete it.').toEqual([])
})
