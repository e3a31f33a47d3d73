import { Script } from 'node:vm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Hooks, type Prepared, prepare } from '../../src/program/prepare.ts'
import { strip } from '../../src/program/strip.ts'

const prepared = async (source: string): Promise<Prepared> => {
  const made = await prepare(source)
  if ('says' in made) throw new Error(made.says)
  return made
}

/** Runs what was prepared, with these modules, and gives what it binds. */
const bindings = async (source: string, modules: readonly object[] = []) => {
  const { code } = await prepared(source)
  let look: Readonly<Record<string, () => unknown>> = {}
  const hooks: Hooks = {
    modules,
    names: (given) => {
      look = given
    },
    at: new Int32Array(2),
    begins: (call) => call,
    ended: (_: number, value: unknown) => value,
    wait: (_, value) => value,
    load: async (specifier) => ({ specifier }),
    meta: { url: 'file:///it.ts' },
  }
  await new Script(code).runInThisContext()(hooks)
  return Object.fromEntries(Object.entries(look).map(([name, value]) => [name, value()]))
}

it('imports become constants, and exports lose their word', async () => {
  const module = { default: 1, two: 2, 'three-3': 3 }
  const source = `import one, { two as deux, 'three-3' as three } from 'm'; import * as all from 'm'
export const four = 4, { a, ...rest } = { a: 5, b: 6 }
export function five() { return one + deux + three }
export class Six {}
export { four as quatre }
export * from 'm'
export default five`
  const { imports } = await prepared(source)
  expect(imports.map(({ names }) => names.map(({ name }) => name))).toEqual([
    ['default', 'two', 'three-3'],
    [],
    [],
  ])
  const bound = await bindings(source, [module, module, module])
  expect(bound).toMatchObject({ four: 4, a: 5, rest: { b: 6 } })
  expect((bound.five as () => number)()).toBe(6)
  expect(Object.keys(bound)).toEqual(['four', 'a', 'rest', 'five', 'Six'])
})

it('loops, awaits and imports mean what they meant', async () => {
  expect(
    await bindings(`#!/usr/bin/env node
      let sum = 0
      for (const i of [1, 2]) for (const j in { a: 1 }) sum += i
      while (sum < 10) sum++
      do sum++; while (sum < 20)
      for (let i = 0; i < 3; i++);
      const both = await (1, await Promise.resolve(2))
      const { specifier } = await import('m')
      const { url } = import.meta
      export default class {}`),
  ).toEqual({ sum: 20, both: 2, specifier: 'm', url: 'file:///it.ts' })
})

it('knows the place in the file of every place in the code', async () => {
  const lines = fc.constantFrom(
    'import { chain } from "celeriac"',
    'export var marker = 1',
    'await f(await marker, 2) ; marker',
    'while (marker) marker; for (;;) { marker }',
    'if (await marker) marker; else { await import("marker") }',
    'export { marker as other } ; marker',
  )
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(lines, { minLength: 1 }), async (some) => {
      const chosen = [...some, 'var marker = 2']
      const source = chosen.join('\n')
      const { code, placeOf } = await prepared(source)
      const found = code
        .split('\n')
        .flatMap((text, line) =>
          [...text.matchAll(/\bmarker\b/g)].map(({ index }) => placeOf(line + 1, index + 1)),
        )
      const meant = source
        .split('\n')
        .flatMap((text, line) =>
          [...text.matchAll(/\bmarker\b/g)].map(({ index }) => ({ line: line + 1, column: index + 1 })),
        )
      const places = new Set(found.map((place) => JSON.stringify(place)))
      const visible = meant.filter(({ line }) => !chosen[line - 1]!.startsWith('export {'))
      expect(visible.filter((place) => !places.has(JSON.stringify(place)))).toEqual([])
    }),
  )
})

it('takes the types out and moves nothing', async () => {
  const source = 'const f = <T,>(x: T): T => x as T\ntype A = 1\nf<number>(1)'
  const stripped = await strip(source)
  expect(typeof stripped).toBe('string')
  expect((stripped as string).split('\n').map((line) => line.length)).toEqual(
    source.split('\n').map((line) => line.length),
  )
})
