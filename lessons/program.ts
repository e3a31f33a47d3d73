import { isMainThread } from 'node:worker_threads'

// The process and the thread in which a learner's program runs: see src/program/runProgram.ts.
if (isMainThread) {
  const { superviseProgram } = await import('../src/program/superviseProgram.ts')
  superviseProgram(new URL(import.meta.url))
} else {
  const { serveProgram } = await import('../src/program/serveProgram.ts')
  await serveProgram(modules, ['celeriac', 'celeriac/bank', 'celeriac/testing'], async (canvas, options) => {
    const { check, trapSentence } = await import('celeriac')
    const traps = await check(canvas, options)
    // That it cannot be sent, the run has told or will tell.
    return traps.filter(({ type }) => type !== 'refused').map(trapSentence)
  })
}

/** What a learner's program can import. */
async function modules(specifier: string): Promise<object | undefined> {
  const own = /^celeriac\/bank\/([\w-]+)$/.exec(specifier)?.[1]
  if (specifier === 'celeriac') return import('celeriac')
  if (specifier === 'celeriac/bank') return import('celeriac/bank')
  if (specifier === 'celeriac/testing') return import('celeriac/testing')
  return own === undefined ? undefined : import(`./bank/${own}.ts`).catch(() => undefined)
}
