import { readFile } from 'node:fs/promises'
import type { LoadHook, ResolveHook } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { packageRoot } from '../src/program/packageRoot.ts'
import { strip } from '../src/program/strip.ts'

/**
 * Node's hooks for programs in TypeScript (`module.register`): types are taken away, `./bank.js` may be `./bank.ts` as
 * the compiler has it, and `celeriac` is this package where no other is installed.
 */
export const resolve: ResolveHook = async (specifier, context, next) => {
  try {
    return await next(specifier, context)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    for (const [other, from] of alternatives(specifier, context.parentURL)) {
      const found = await Promise.resolve(next(other, { ...context, parentURL: from })).catch(() => null)
      if (found !== null) return found
    }
    throw error
  }
}

export const load: LoadHook = async (url, context, next) => {
  if (!/^file:.*\.m?ts$/.test(url)) return next(url, context)
  const path = fileURLToPath(url)
  const stripped = await strip(await readFile(path, 'utf8'))
  if (typeof stripped === 'string') return { format: 'module', source: stripped, shortCircuit: true }
  const { line, column, says } = stripped
  throw new SyntaxError(`${path}:${line ?? 1}:${column ?? 1}: ${says}`)
}

type Alternative = readonly [specifier: string, from: string | undefined]

const alternatives = (specifier: string, parent: string | undefined): readonly Alternative[] => {
  if (/^celeriac(\/|$)/.test(specifier))
    return [[specifier, pathToFileURL(`${packageRoot()}package.json`).href]]
  if (!/^(\.|\/|file:)/.test(specifier)) return []
  const typed = specifier.replace(/\.(m?)js$/, '.$1ts')
  const names = typed === specifier ? [`${specifier}.ts`, `${specifier}/index.ts`] : [typed]
  return names.map((name) => [name, parent])
}
