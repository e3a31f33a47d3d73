// Canvases at random, as code: the compiler says which are refused, the simulator what goes wrong when they run.
import { Celery } from '../../src/canvas/celery.ts'
import { chain } from '../../src/canvas/chain.ts'
import { chord } from '../../src/canvas/chord.ts'
import { group } from '../../src/canvas/group.ts'
import type { StoredException } from '../../src/canvas/runtime.ts'
import { chanceFrom } from '../../src/runtime/chance.ts'
import { simulate } from '../../src/runtime/simulate.ts'

/** Tasks by name: the types of their parameters and result, and what they do when they get those. */
const tasks = {
  inc: { takes: ['number'], gives: 'number', run: (x: number) => x + 1 },
  add: { takes: ['number', 'number'], gives: 'number', run: (x: number, y: number) => x + y },
  show: { takes: ['number'], gives: 'string', run: (x: number) => `${x}` },
  size: { takes: ['string'], gives: 'number', run: (text: string) => text.length },
  glue: { takes: ['string', 'string'], gives: 'string', run: (x: string, y: string) => x + y },
  sum: {
    takes: ['readonly number[]'],
    gives: 'number',
    run: (all: readonly number[]) => all.reduce((x, y) => x + y, 0),
  },
  join: { takes: ['readonly string[]'], gives: 'string', run: (all: readonly string[]) => all.join('') },
  upto: { takes: ['number'], gives: 'number[]', run: (x: number) => [x, x] },
  tag: {
    takes: ['readonly number[]', 'string'],
    gives: 'string',
    run: (all: readonly number[], text: string) => text + all.length,
  },
} as const
type TaskName = keyof typeof tasks
const names = Object.keys(tasks) as TaskName[]

const samples: Readonly<Record<string, string>> = {
  number: '7',
  string: "'x'",
  'readonly number[]': '[1, 2]',
  'readonly string[]': "['a', 'b']",
}

/** Canvases as code, at random from a seed: rightly put together more often than not. */
function generator(seed: number) {
  const chance = chanceFrom(seed)
  const below = (count: number) => Math.floor(chance.next() * count)
  const one = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item
  const sampleOf = (type: string) => (below(30) === 0 ? one(Object.values(samples)) : samples[type])

  /** A call that leaves one place for a value, or none at the start of a canvas. */
  const call = (left: number, takes?: string): string => {
    const fitting = takes ? names.filter((name) => tasks[name].takes[0] === takes) : names
    const name = below(9) > 0 && fitting.length > 0 ? one(fitting) : one(names)
    const types: readonly string[] = tasks[name].takes
    const bound = types.slice(below(20) === 0 ? Math.min(types.length, 1 - left) : left)
    return `${name}.${below(15) === 0 ? `si(${types.map(sampleOf)})` : `s(${bound.map(sampleOf)})`}`
  }
  const givenBy = (code: string): string => {
    const name = /^(\w+)\.si?\(/.exec(code)?.[1] as TaskName | undefined
    return name ? (tasks[name].gives === 'number[]' ? 'readonly number[]' : tasks[name].gives) : ''
  }
  const members = (left: number, takes?: string): readonly string[] => {
    const first = call(left, takes)
    const more = Array.from({ length: below(3) }, () => (below(3) === 0 ? call(left, takes) : first))
    return [first, ...more]
  }
  const listOf = (all: readonly string[]) => `readonly ${givenBy(all[0] as string)}[]`
  /** A part, and the type it gives as far as it is easily told. */
  const part = (left: number, takes: string | undefined, depth: number): readonly [string, string] => {
    const kind = depth > 2 ? 9 : below(10)
    if (kind < 2) {
      const all = members(left, takes)
      return [`group(${all.join(', ')})`, all.length === 1 ? givenBy(all[0] as string) : listOf(all)]
    }
    if (kind < 4) {
      const all = members(left, takes)
      const [body, gives] = part(1, listOf(all), depth + 2)
      return [`chord([${all.join(', ')}], ${body})`, gives]
    }
    if (kind < 5) return [steps(left, takes, depth + 1), '']
    const code = call(left, takes)
    return [code, givenBy(code)]
  }
  const steps = (left: number, takes: string | undefined, depth: number): string => {
    const all: string[] = []
    let gives = takes
    for (let index = below(3) + 2; index > 0; index--) {
      const [code, next] = part(all.length === 0 ? left : 1, gives, depth + 1)
      all.push(code)
      gives = next
    }
    return `chain(${all.join(', ')})`
  }
  return () => `${below(2) === 0 ? steps(0, undefined, 0) : part(0, undefined, 0)[0]}.delay()`
}

/** The declarations that the canvases need, to be compiled in front of them. */
export const head: readonly string[] = [
  `import { Celery, chain, chord, group } from 'celeriac'`,
  `const app = new Celery('test')`,
  ...names.map((name) => {
    const { takes, gives } = tasks[name]
    return `const ${name} = app.task<'${name}', (${takes.map((type, index) => `x${index}: ${type}`).join(', ')}) => ${gives}>('${name}')`
  }),
]

/** As many different canvases, from a seed. */
export const canvasesFrom = (seed: number, count: number): readonly string[] => [
  ...new Set(Array.from({ length: count }, generator(seed))),
]

const is: Readonly<Record<string, (value: unknown) => boolean>> = {
  number: (value) => typeof value === 'number',
  string: (value) => typeof value === 'string',
  'readonly number[]': (value) => Array.isArray(value) && value.every((item) => typeof item === 'number'),
  'readonly string[]': (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
}

/** Runs a canvas on the simulator, and gives the errors of arity and type that came up. */
export async function mistakes(code: string): Promise<readonly string[]> {
  const app = new Celery('test')
  const found: string[] = []
  const words = names.map((name) => {
    const { takes, run } = tasks[name]
    const parameters = takes.map((_, index) => `x${index}`)
    const checked = (...values: unknown[]) => {
      if (!takes.every((type, index) => is[type]?.(values[index]))) {
        found.push(`${name} got ${JSON.stringify(values)}`)
        throw new TypeError(`${name} got ${JSON.stringify(values)}`)
      }
      return (run as (...values: unknown[]) => unknown)(...values)
    }
    return (app.task as (...given: unknown[]) => unknown).call(app, name, { parameters }, checked)
  })
  const { trace, error } = await simulate(app, {}, async () => {
    const send = new Function('chain', 'chord', 'group', ...names, `return ${code}`)
    const result = await send(chain, chord, group, ...words)
    await result?.get().catch(() => {})
    return {}
  })
  if (error) found.push(`${error}`)
  for (const event of trace)
    if (event.type === 'result-stored' && event.state === 'FAILURE') {
      const { exc_type, exc_message } = event.result as StoredException
      // A body that cannot be called is stored as a ChordError with the TypeError in its text.
      if (/TypeError/.test(`${exc_type} ${exc_message}`)) found.push(`${exc_message}`)
    }
  return found
}
