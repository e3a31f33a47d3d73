import { describe, expect, test } from 'vitest'
import { bindArguments, type Callable, parameterList, readParameters } from '../../src/canvas/arity.ts'
import type { Json, JsonObject } from '../../src/canvas/json.ts'

const task = (fn: Callable['fn'], more: Partial<Callable> = {}): Callable => ({
  name: 'proj.f',
  fn,
  bind: false,
  parameters: null,
  ...more,
})
const add = task((_x: number, _y: number) => 0)
const defaults = task((_x: number, y = 1, z = 2) => y + z)
const none = task(() => 0)
const one = task((_x: number) => 0)
const rest = task((_a: number, _b: number, _c: number, ..._r: number[]) => 0)
const bound = task((_self: object, _x: number) => 0, { bind: true })
const declared = task((_x: number, _y?: number) => 0, { parameters: ['x', 'y?'] })
const keywords = task((_x: number) => 0, { parameters: ['x', '**kwargs'] })
const elsewhere = task(null)

describe('arguments are bound as Python binds them', () => {
  const rows: readonly (readonly [string, Callable, readonly Json[], JsonObject, unknown])[] = [
    ['as given', add, [1, 2], {}, [1, 2]],
    ['by name', add, [1], { _y: 2 }, [1, 2]],
    ['all by name', add, [], { _y: 2, _x: 1 }, [1, 2]],
    ['a default is left to the function', defaults, [1], { z: 3 }, [1, undefined, 3]],
    ['a rest parameter', rest, [1, 2, 3, 4, 5], {}, [1, 2, 3, 4, 5]],
    ['the context does not count', bound, [1], {}, [1]],
    ['declared names', declared, [1], {}, [1]],
    ['declared names by keyword', declared, [], { x: 1, y: 2 }, [1, 2]],
    ['further keywords', keywords, [1], { more: true }, [1]],
    ['code that lives elsewhere', elsewhere, [1, 2, 3], { any: 1 }, [1, 2, 3]],
  ]
  test.each(rows)('%s', (_, callable, args, kwargs, expected) => {
    expect(bindArguments(callable, args, kwargs)).toEqual(expected)
  })
})

describe('and refused in its words', () => {
  const rows: readonly (readonly [string, Callable, readonly Json[], JsonObject])[] = [
    ["f() missing 1 required positional argument: '_y'", add, [1], {}],
    ["f() missing 2 required positional arguments: '_x' and '_y'", add, [], {}],
    ["f() missing 3 required positional arguments: '_a', '_b', and '_c'", rest, [], {}],
    ["f() missing 2 required positional arguments: '_a' and '_c'", rest, [], { _b: 1 }],
    ['f() takes 2 positional arguments but 3 were given', add, [1, 2, 3], {}],
    ['f() takes from 1 to 3 positional arguments but 4 were given', defaults, [1, 2, 3, 4], {}],
    ['f() takes 0 positional arguments but 1 was given', none, [1], {}],
    ['f() takes 1 positional argument but 2 were given', one, [1, 2], {}],
    ["f() got an unexpected keyword argument 'z'", add, [1, 2], { z: 1 }],
    ["f() got multiple values for argument '_x'", add, [1, 2], { _x: 1 }],
    ["f() got multiple values for argument '_x'", add, [1], { _x: 1 }],
    ["f() missing 1 required positional argument: '_x'", bound, [], {}],
    ["f() got an unexpected keyword argument '_self'", bound, [1], { _self: 1 }],
    ["f() missing 1 required positional argument: 'x'", declared, [], {}],
    ['f() takes from 1 to 2 positional arguments but 3 were given', declared, [1, 2, 3], {}],
  ]
  test.each(rows)('%s', (message, callable, args, kwargs) => {
    expect(() => bindArguments(callable, args, kwargs)).toThrow(new TypeError(message))
  })
})

describe('a parameter list is read from the code', () => {
  const rows: readonly (readonly [string, readonly string[] | null])[] = [
    ['x => x', ['x']],
    ['async x => x', ['x']],
    ['async (x, y) => x', ['x', 'y']],
    ['async => async', ['async']],
    ['function (a, b) { return (c, d) => c }', ['a', 'b']],
    ['async function named(a, b = [1, 2], { c, d } = { c: "," }, ...rest) {}', ['a', 'b', '?', '...rest']],
    ['method(a, $b, _c) {}', ['a', '$b', '_c']],
    ['async *["na(me"](a) {}', ['a']],
    ['function* f(a) {}', ['a']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code in a string
    ['(a = ")", b = `(${f(")", `,`)}`, c = "\\",") => 0', ['a', 'b', 'c']],
    ['(a /* , b */, // c, d\n e = /[/,)]/) => 0', ['a', 'e']],
    ['(a = (x, y) => x, b = { c: [1, 2], d() {} }) => 0', ['a', 'b']],
    ['() => 0', []],
    ['(a, b,) => 0', ['a', 'b']],
    ['([first, second], ...[third]) => 0', ['?', '...?']],
    ['function bound() { [native code] }', null],
    ['class A { constructor(a) {} }', null],
  ]
  test.each(rows)('%s', (text, names) => {
    const read = readParameters(text)
    expect(read?.map(({ name, rest }) => `${rest ? '...' : ''}${name ?? '?'}`) ?? null).toEqual(names)
  })

  test('native code takes any number', () => {
    expect(parameterList(task(Math.max as never)).max).toBe(Number.POSITIVE_INFINITY)
  })

  test('the code of this very file', () => {
    expect(parameterList(defaults)).toMatchObject({ names: ['_x', 'y', 'z'], required: 1, max: 3 })
  })
})
