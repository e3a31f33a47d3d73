// A program loads quickly what stands in few files: each costs more than its length.
import { basename } from 'node:path'

/**
 * Puts all chunks that the source `first` loads into a single file, `into`, every export under a name of its own; the other
 * chunks take what they need of them from there. What the program's entry `from` loads by itself stays as it is. Gives the
 * files that are to be written.
 */
export const gather = async ({ from, first, into }, { outputs }, outputFiles, build) => {
  const chunks = new Map(
    outputFiles.map(({ path, text }) => [basename(path), { text, ...outputs[`dist/${basename(path)}`] }]),
  )
  const loadedAnyhow = loadedBy(chunks, chunkOf(chunks, from))
  const together = [...loadedBy(chunks, chunkOf(chunks, first))].filter((chunk) => !loadedAnyhow.has(chunk))
  const own = (chunk, name) => `${name}$${together.indexOf(chunk)}`
  const given = (chunk) => chunks.get(chunk).exports.map((name) => `${name} as ${own(chunk, name)}`)
  const taken = (chunk) => chunks.get(chunk).exports.map((name) => `${own(chunk, name)} as ${name}`)
  const inside = new Map(together.map((chunk) => [chunk, chunks.get(chunk).text]))
  const instead = new Map(together.map((chunk) => [chunk, `export {${taken(chunk)}} from './${into}'`]))
  const all = together.map((chunk) => `export {${given(chunk)}} from './${chunk}'`)
  const others = [...chunks].filter(([chunk, { entryPoint }]) => !inside.has(chunk) || entryPoint)
  const built = await Promise.all([
    bundleTexts(new Map([[into, all.join('\n')]]), inside, build),
    bundleTexts(
      new Map(others.map(([chunk, { text }]) => [chunk, instead.get(chunk) ?? text])),
      instead,
      build,
    ),
  ])
  return built.flat()
}

/** The chunk that a source became. */
const chunkOf = (chunks, source) => {
  const found = [...chunks.keys()].find((chunk) => chunks.get(chunk).entryPoint === source)
  if (found === undefined) throw new Error(`${source} is not imported dynamically any more`)
  return found
}

/** A chunk and those that are loaded with it. */
const loadedBy = (chunks, chunk, loaded = new Set()) => {
  if (loaded.has(chunk) || !chunks.has(chunk)) return loaded
  loaded.add(chunk)
  for (const { path, kind } of chunks.get(chunk).imports)
    if (kind === 'import-statement') loadedBy(chunks, basename(path), loaded)
  return loaded
}

/** Bundles files given as texts, each with those of the chunks that it imports statically; all else stays outside. */
const bundleTexts = async (texts, chunks, build) => {
  const setup = ({ onResolve, onLoad }) => {
    onResolve({ filter: /.*/ }, ({ kind, path }) => {
      if (kind === 'entry-point') return { path, namespace: 'entry' }
      const isInside = kind === 'import-statement' && chunks.has(basename(path))
      return isInside ? { path: basename(path), namespace: 'chunk' } : { path, external: true }
    })
    onLoad({ filter: /.*/, namespace: 'entry' }, ({ path }) => ({ contents: texts.get(path) }))
    onLoad({ filter: /.*/, namespace: 'chunk' }, ({ path }) => ({ contents: chunks.get(path) }))
  }
  const { outputFiles } = await build({
    entryPoints: [...texts.keys()].map((file) => ({ in: file, out: basename(file, '.js') })),
    plugins: [{ name: 'texts', setup }],
  })
  return outputFiles
}
