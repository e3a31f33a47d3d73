import { Celery } from '../../../src/canvas/celery.ts'
import { chain } from '../../../src/canvas/chain.ts'
import { chord } from '../../../src/canvas/chord.ts'
import { group } from '../../../src/canvas/group.ts'
import type { Json } from '../../../src/canvas/json.ts'
import type { Signature } from '../../../src/canvas/signature.ts'
import { is } from '../expect.ts'
import { add, double, echo, join, sum } from '../tasks.ts'

// biome-ignore lint/suspicious/noExplicitAny: what code without types hands over
declare const untyped: any

// An argument of type any is taken anywhere, and what the task gives is known all the same.
is<Signature<[x: number], number, 'add', {}>>()(add.s(untyped))
is<Signature<[], Json, 'echo', {}>>()(echo.s(untyped))
is<Signature<[], string, 'join', {}>>()(join.signature({ kwargs: untyped }))
export async function values() {
  is<number>()(await (await add.delay(untyped, 1)).get())
  is<number>()(await (await add.s(untyped).delay(untyped)).get())
  is<number>()(
    await (
      await add
        .s(1)
        .clone({ args: [untyped] })
        .delay()
    ).get(),
  )
  is<number[]>()(await (await double.map([untyped, 1]).delay()).get())
  is<number[]>()(await (await add.starmap([[untyped, 1]]).delay()).get())
  is<number>()(await (await add.applyAsync(untyped)).get())
  // Whether the result is kept is not known before it runs.
  const ignoreResult: boolean = untyped
  is<number | null>()(await (await add.applyAsync({ args: [1, 2], ignoreResult })).get())
}

// So is a canvas: what stands around it keeps its types.
export async function canvases() {
  is<number>()(await (await chain(untyped, double.s()).delay(1, 'a')).get())
  is<number>()(await (await chain(add.s(1, 2), untyped, double.s()).delay()).get())
  is<number>()(await (await chord(untyped, sum.s()).delay()).get())
  is<number>()(await (await chord([untyped, add.s(1, 2)], sum.s()).delay()).get())
  is<number>()(await (await chain(group(untyped, untyped), sum.s()).delay(1)).get())
  is<number>()(await (await group(add.s(1, 2), untyped).pipe(sum.s()).delay()).get())
  is<number>()((await (await group(add.s(1, 2), untyped).delay()).get())[0])
  is<number>()(await (await add.s(1, 2).link(untyped).delay()).get())
}

// Options whose words nobody knows may be right.
const known: Record<string, number> = {}
app().task('counted', known, (x: number) => x)
app().task('chosen', { ...known, bind: true }, (_self, x: number) => x)
function app() {
  return new Celery('untyped', untyped)
}

/** What is generic is passed on as what it is at least. */
export const atLeast = <Value extends number>(given: Signature<[], Value>) => {
  const step: Signature<[], number> = given
  return chain(step, double.s())
}
