import { chain } from '../../../src/canvas/chain.ts'
import { chord } from '../../../src/canvas/chord.ts'
import { group } from '../../../src/canvas/group.ts'
import type { Json, JsonObject } from '../../../src/canvas/json.ts'
import type { SendOptions } from '../../../src/canvas/options.ts'
import type { AsyncResult } from '../../../src/canvas/result.ts'
import type { ImmutableSignature, Signature } from '../../../src/canvas/signature.ts'
import type { Task } from '../../../src/canvas/task.ts'
import { is } from '../expect.ts'
import {
  add,
  app,
  audit,
  box,
  config,
  double,
  echo,
  join,
  label,
  note,
  numbers,
  pairUp,
  pick,
  poll,
  prune,
  say,
  sendSms,
  sendWhatsapp,
  shout,
  sum,
  type Tree,
  total,
} from '../tasks.ts'

// Arguments are bound from the right; labels survive.
is<Signature<[x: number, y: number], number, 'add', {}>>()(add.s())
is<Signature<[x: number], number, 'add', {}>>()(add.s(2))
is<Signature<[], number, 'add', {}>>()(add.s(1, 2))
is<Signature<[account: number], string, 'send_sms', {}>>()(sendSms.s('hi'))
is<ImmutableSignature<string, 'send_sms'>>()(sendSms.si(1, 'hi'))
// Optional and rest parameters leave more than one possibility.
is<Signature<[text: string] | [], string, 'shout', {}>>()(shout.s('a'))
shout.s('a').delay()
shout.s('a').delay('b')
shout.s().delay('a')
shout.s().delay('a', '?')
say.s(1, 2).delay('a')
say.s(1, 2).delay('a', 3)
say.s('a', 2).delay()
// Literals, unions, null, promises, nothing.
pick.s('a', 1)
pick.s(1).delay('b')
note.s(null)
note.s('a')
is<Signature<[], null, 'note', {}>>()(note.s('a'))
is<Signature<[], number, 'double', {}>>()(double.s(1))
is<Signature<[statuses: readonly string[]], number, 'total', {}>>()(total.s())
// Mutable and readonly lists.
total.s(['a'])
total.s(['a'] as const)
join.s(['a'], '-')
// A bound task's context does not count.
is<Signature<[url: string], string, 'poll', {}>>()(poll.s())
// Keyword arguments.
is<Signature<[items: string[]], string, 'join', {}>>()(join.signature({ kwargs: { sep: '+' } }))
join.signature({ kwargs: { sep: '+' } }).delay(['a'])
join.signature({ args: [['a']], kwargs: { sep: '+' }, queue: 'q' }).delay()
join.signature({ kwargs: { items: ['a'], sep: '+' } }).delay()
join.s(['a']).applyAsync({ kwargs: { sep: '+' } })
join.applyAsync({ args: [['a']], kwargs: { sep: '+' }, countdown: 5 })
join.applyAsync({ kwargs: { items: ['a'] } })
box.signature({ kwargs: { depth: 3 } }).delay(1, 2)
box.signature({ kwargs: { height: 2 } }).applyAsync({ args: [1], kwargs: { depth: 3 } })
is<ImmutableSignature<string, 'join'>>()(join.signature({ args: [['a'], '-'], immutable: true }))
// Sending.
is<Promise<AsyncResult<number, []>>>()(add.s(1).delay(2))
is<Promise<AsyncResult<number, []>>>()(add.delay(1, 2))
add.s(1, 2).applyAsync()
add.s(1, 2).applyAsync({ countdown: 5, eta: new Date(), expires: 10, queue: 'q', priority: 3 })
add.s(1).applyAsync({ args: [1], link: double.s(), linkError: [note.s()] })
// Words give the signature with what is still missing.
is<Signature<[x: number], number, 'add', {}>>()(add.s(1).set({ countdown: 5 }).link(double.s()))
is<Signature<[], number, 'add', {}>>()(add.s(1).clone({ args: [2] }))
is<ImmutableSignature<number[], 'double'>>()(double.map([1, 2]))
is<ImmutableSignature<number[], 'add'>>()(add.starmap([[1, 2]]))
// Variance: what takes more fits where less is given.
const takesList: Signature<[pair: [number, number]], number> = total as unknown as Signature<
  [numbers: readonly number[]],
  number
>
takesList.delay([1, 2])
const gives: Signature<[], string | number> = add.s(1, 2)
gives.delay()
// An immutable signature stands where nothing, or anything, is taken.
const immutables: Signature<[], number>[] = [add.si(1, 2), add.s(1, 2)]
const sendAll = (calls: readonly Signature<[], number>[]) => calls.map((call) => call.delay())
sendAll([...immutables, add.si(1, 2), double.s(1)])
const takesAny: Signature<[x: number], number> = add.si(1, 2)
chain(double.s(1), takesAny).delay()
is<ImmutableSignature<number, 'add'>>()(add.si(1, 2).clone({ options: { queue: 'q' } }))
is<Signature<[x: number], number, 'add', {}>>()(add.s(1).clone({ options: { queue: 'q' } }))
// In a function that is generic in what a step gives, its type is the parameter.
const after = <Value, Last>(first: Signature<[], Value>, next: Signature<[value: Value], Last>) =>
  chain(first, next)
is<number>()(await (await after(add.s(1, 2), double.s()).delay()).get())
const each = <Item, Value>(items: readonly Item[], make: (item: Item) => Signature<[], Value>) =>
  group(items.map(make))
is<number[]>()(await (await each(numbers, (n) => add.si(n, n)).delay()).get())
const gather = <Value, Last>(all: Signature<[], Value>[], last: Signature<[values: Value[]], Last>) =>
  chord(all, last)
is<number>()(await (await gather([add.s(1, 1)], sum.s()).delay()).get())
// Results.
export async function results() {
  is<number>()(await (await add.delay(1, 2)).get())
  is<number | Error>()(await (await add.delay(1, 2)).get({ propagate: false }))
  is<number>()(await (await add.delay(1, 2)).get({ timeout: 1 }))
  is<readonly [string, `${number}: ${string}`]>()(await (await sendWhatsapp.delay('a', 1, 'b')).get())
  is<null>()((await add.delay(1, 2)).parent)
}
// A task that ignores its result keeps none; the step after it gets the result all the same.
export async function ignored() {
  is<AsyncResult<null, []>>()(await audit.delay(1))
  is<AsyncResult<null, []>>()(await audit.s(1).delay())
  is<AsyncResult<null, []>>()(await audit.s().set({ queue: 'q' }).stamp({ by: 'me' }).delay(1))
  is<AsyncResult<null, []>>()(await audit.si(1).applyAsync({ countdown: 1 }))
  is<AsyncResult<null, []>>()(await add.s(1, 2).set({ ignoreResult: true }).delay())
  is<AsyncResult<number, []>>()(await add.s(1, 2).set({ ignoreResult: false }).delay())
  is<AsyncResult<null, []>>()(await add.s(1).applyAsync({ args: [2], ignoreResult: true }))
  is<AsyncResult<null, []>>()(await add.applyAsync({ args: [1, 2], ignoreResult: true, countdown: 1 }))
  is<AsyncResult<null, []>>()(await add.si(1, 2).applyAsync({ ignoreResult: true }))
  is<AsyncResult<number, []>>()(await add.applyAsync({ args: [1, 2], ignoreResult: false }))
  is<AsyncResult<number, []>>()(await add.si(1, 2).applyAsync())
  is<AsyncResult<null, []>>()(await chain(audit.s(1)).delay())
  const next = await chain(audit.s(1), double.s()).delay()
  is<number>()(await next.get())
  // In another canvas nobody tells who waits for it, and Celery waits for ever.
  is<() => Promise<never>>()(() => next.parent.get())
  const last = await chain(add.s(1, 1), audit.s()).delay()
  is<() => Promise<never>>()(() => last.get())
  is<number>()(await last.parent.get())
  const both = await group(add.s(1, 1), audit.si(1)).delay()
  is<() => Promise<never>>()(() => both.get())
  is<number>()(await both.results[0].get())
  is<() => Promise<never>>()(() => both.results[1].get())
  const body = await chord([add.s(1, 1)], echo.s().set({ ignoreResult: true })).delay()
  is<() => Promise<never>>()(() => body.get())
  is<number>()(await (await chord([add.s(1, 1), audit.s(1)], sum.s()).delay()).get())
}
// Stamps.
is<Signature<[x: number], number, 'add', {}>>()(add.s(2).stamp({ tenant: 'a', tags: ['b'] }))
// Recursive types, JSON itself, optional properties, literals.
const tree: Tree = { name: 'a', children: [{ name: 'b', children: [] }] }
is<Signature<[], Tree, 'prune', {}>>()(prune.s(tree, 1))
is<Signature<[tree: Tree], Tree, 'prune', {}>>()(prune.s(1))
prune.delay({ name: 'a', children: [] })
chain(prune.s(tree, 1), prune.s(2)).delay()
is<Signature<[], Json, 'echo', {}>>()(echo.s({ any: [1, 'a', null, { deep: true }] }))
chain(add.s(1, 2), echo.s()).delay()
chain(prune.s(tree, 1), label.si({ width: 1, height: 1 })).delay()
config.s({})
config.s({ deep: { at: 'a' }, list: [1] })
// Generic tasks take what their constraint takes.
const first = app.task(
  'first',
  <Item extends string | number>(items: readonly Item[]): Item | null => items[0] ?? null,
)
is<Signature<[], string | number | null, 'first', {}>>()(first.s([1, 'a']))
const same = app.task('same', <Value extends Json>(value: Value): Value => value)
is<Signature<[value: Json], Json, 'same', {}>>()(same.s())
chain(add.s(1, 2), same.s(), echo.s()).delay()
// Interfaces, enums, brands, parts of unions, optional properties, records, tuples with a rest.
interface User {
  id: number
  name: string
  tags?: string[]
  boss?: User | null
}
declare enum Level {
  Low = 'low',
  High = 'high',
}
type UserId = number & { readonly brand: 'UserId' }
type Shape = { kind: 'circle'; radius: number } | { kind: 'square'; side: number }
const user: User = { id: 1, name: 'a' }
const rename = app.task('rename', (user: User, name: string): User => ({ ...user, name }))
const raise = app.task('raise', (level: Level): Level => level)
const find = app.task('find', (id: UserId): User | null => (id > 0 ? user : null))
const measure = app.task('measure', (shape: Shape) => (shape.kind === 'circle' ? shape.radius : shape.side))
const circle = app.task('circle', (radius: number) => ({ kind: 'circle' as const, radius }))
const count = app.task('count', (counts: Record<string, number>) => Object.keys(counts).length)
const row = app.task('row', (cells: readonly [number, ...string[]]) => cells)
chain(rename.s(user, 'b'), rename.s('c'), rename.s('d')).delay()
rename.delay({ id: 1, name: 'a', boss: { id: 2, name: 'b', tags: ['c'] } }, 'd')
chain(raise.s(Level.Low), raise.s()).delay()
is<User | null>()(await (await find.delay(1 as UserId)).get())
chain(circle.s(1), measure.s()).delay()
measure.s({ kind: 'square', side: 1 })
count.s({ a: 1 })
chain(row.s([1, 'a', 'b']), row.s()).delay()
// Async tasks that give nothing, unions of promises and values.
const wait = app.task('wait', async (seconds: number) => {
  await seconds
})
is<Signature<[], null, 'wait', {}>>()(wait.s(1))
const maybe = app.task('maybe', (x: number): Promise<string> | number => (x > 0 ? x : Promise.resolve('a')))
is<Signature<[], string | number, 'maybe', {}>>()(maybe.s(1))
// A bound task may say what it returns, and gives what replaces it.
const swap = app.task('swap', { bind: true }, (self, x: number): number => self.replace(add.s(x, 1)))
is<Signature<[], number, 'swap', {}>>()(swap.s(1))
const either = app.task('either', { bind: true }, (self, x: number) =>
  x > 1 ? self.replace(shout.s('a')) : self.request.retries > 1 ? self.retry() : x,
)
is<Signature<[], string | number, 'either', {}>>()(either.s(1))
const later = app.task('later', { bind: true }, async (self, x: number): Promise<number> => {
  await self.sleep(1)
  return self.replace(chain(add.s(x, 1), double.s()))
})
is<Signature<[], number, 'later', {}>>()(later.s(1))
const dispatch = app.task('dispatch', { bind: true }, (self, step: JsonObject) =>
  self.replace(app.signature(step)),
)
is<Signature<[step: JsonObject], Json, 'dispatch', {}>>()(dispatch.s())
// A consumer of lists takes a pair, and of a wider type a narrower one.
chain(pairUp.s(1, 2), sum.s()).delay()
chain(pairUp.s(1, 2), total.si(['a'])).delay()
// A task that takes more fits where less is given, and one that gives less where more is awaited.
const consumer: Task<[pair: [number, number]], number | string> = sum
consumer.delay([1, 2])
consumer.s([1, 2]).delay()
consumer.map([[1, 2]])
const anyName: Task<[x: number, y: number], number> = add
anyName.delay(1, 2)
const keywordless: Task<[items: string[], sep?: string], string> = join
keywordless.delay(['a'])
// A function that is generic in a task hands its arguments on.
const run = <Args extends readonly Json[], Result>(task: Task<Args, Result>, ...args: Args) =>
  task.delay(...args)
is<Promise<AsyncResult<number, []>>>()(run(add, 1, 2))
const send = <Args extends readonly Json[], Result>(call: Signature<Args, Result>, ...args: Args) =>
  call.delay(...args)
is<Promise<AsyncResult<number, []>>>()(send(add.s(1), 2))
// Literals, lists and objects wherever arguments are given.
pick.delay('a', 1)
pick.applyAsync({ args: ['a', 1] })
pick.starmap([
  ['a', 1],
  ['b', 2],
])
pick.signature({ args: ['a', 1], countdown: 1 }).delay()
config.delay({ deep: { at: 'a' }, list: [1] })
sum.delay([1, 2])
sum.map([[1, 2], [3]])
say.s().delay('a', ...numbers)
shout.map(['a', 'b'])
double.map(numbers)
// Lists of arguments that are made.
add.starmap(numbers.map((n) => [n, n]))
add.starmap(numbers.map((n) => [n, n] as const))
add.chunks(
  numbers.map((n) => [n, n]),
  2,
)
const optional = app.task('optional', (x: number, _mark?: string) => x)
const rows: [number, string?][] = [[1], [2, 'a']]
optional.starmap(rows)
optional.starmap([[1], [2, 'a']])
pick.starmap(numbers.map((n) => ['a', n]))
shout.starmap(numbers.map((n) => [`${n}`]))
// What is read-only where it is given is copied on its way.
const fixed: readonly number[] = numbers
const sorted = app.task('sorted', (list: number[], times: number) => list.slice(times).sort())
sorted.s(fixed, 1).delay()
sorted.delay(fixed, 1)
sorted.si(fixed, 1)
sorted.applyAsync({ args: [fixed, 1] })
sorted.s(1).delay(fixed)
// One of several tasks, by its key: their type says what they have in common.
const byKind: Record<'add' | 'pair', Task<[x: number, y: number], number | [number, number]>> = {
  add,
  pair: pairUp,
}
const dispatched = (kind: 'add' | 'pair', x: number) => byKind[kind].delay(x, 1)
is<Promise<AsyncResult<number | [number, number], []>>>()(dispatched('add', 1))
// Options that are made.
const options: SendOptions = { queue: 'q' }
add.s(1, 2).set(options).delay()
add.s(1, 2).applyAsync(options)
add.applyAsync({ args: [1, 2], ...options, headers: { a: 1 }, eta: new Date(), deliveryMode: 2 })
