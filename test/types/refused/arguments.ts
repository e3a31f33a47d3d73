import { chain } from '../../../src/canvas/chain.ts'
import { group } from '../../../src/canvas/group.ts'
import type { Signature, Silent } from '../../../src/canvas/signature.ts'
import type { Task } from '../../../src/canvas/task.ts'
import {
  add,
  app,
  audit,
  box,
  double,
  join,
  label,
  numbers,
  pick,
  poll,
  say,
  sendSms,
  shout,
  total,
} from '../tasks.ts'

// Bound arguments are compared from the right.
add.s('a')
//    ^ add takes number here, but gets \"a\": arguments are bound from the right
add.s(1, 'a')
//       ^ add takes number here, but gets \"a\": arguments are bound from the right
add.s(1, 2, 3)
//    ^ add takes at most 2 arguments here, but more are bound
sendSms.s(1)
//        ^ send_sms takes string here, but gets number: arguments are bound from the right
sendSms.s('hi', 1)
//        ^ send_sms takes number here, but gets \"hi\": arguments are bound from the right
pick.s('c', 1)
//     ^ pick takes one of its strings here, but gets \"c\": arguments are bound from the right
say.s('a', 'b')
//    ^ say takes [string, ...], but gets [\"a\", \"b\"]: arguments are bound from the right
shout.s(1, '?')
//      ^ shout takes string here, but gets number: arguments are bound from the right
poll.s(1)
//     ^ poll takes string here, but gets number: arguments are bound from the right
// Immutable ones are complete.
add.si(1)
//     ^ add still misses arguments: it takes [number, number], but gets [number]
add.si(1, 'a')
//        ^ add takes number here, but gets \"a\"
// Sending what is not complete.
add.delay(1)
//        ^ add still misses arguments: it takes [number, number], but gets [number]
void add.s(1).delay()
//   ^ add still misses arguments: it takes [number], but gets []
add.s(1).delay('a')
//             ^ add takes number here, but gets \"a\"
add.s(1, 2).delay(3)
//                ^ add takes no more arguments here, but gets number
void add.s(1).applyAsync()
//   ^ add still misses arguments: it takes [number], but gets []
add.s(1).applyAsync({ countdown: 5 })
//                  ^ add still misses arguments: it takes [number], but gets []
add.s(1).applyAsync({ args: ['a'] })
//                           ^ add takes number here, but gets \"a\"
add.applyAsync({ args: [1] })
//               ^ add still misses arguments: it takes [number, number], but gets [number]
// Keyword arguments.
join.signature({ kwargs: { sepp: '+' } })
//                         ^ join has no parameter sepp that is still open
join.signature({ kwargs: { sep: 1 } })
//                         ^ join takes string as sep, but gets number
add.signature({ kwargs: { y: 1 } })
//                        ^ add takes no keyword y here: declare its names with { parameters: [...] }
box.signature({ kwargs: { height: 1 } }).delay(1)
//                                             ^ box still misses keyword arguments: send it by applyAsync({ args: [...], kwargs: {...} })
box.applyAsync({ args: [1], kwargs: { height: 1, depht: 2 } })
//                                               ^ box has no parameter depht that is still open
join.s(['a']).applyAsync({ kwargs: { sep: 1 } })
//                                   ^ join takes string as sep, but gets number
// Options.
add.s(1, 2).set({ countdwn: 5 })
//                ^ there is no option countdwn: write countdown
add.s(1, 2).set({ countdown: '5' })
//                ^ countdown takes number | null, but gets \"5\"
app.task('late', { maxRetry: 3 }, (x: number) => x)
//                 ^ 'maxRetry' does not exist in type 'TaskOptions
// Items of map and starmap.
add.starmap([[1, 'a']])
//               ^ add takes number here, but gets \"a\"
shout.map([1])
//         ^ shout takes string here, but gets number
sendSms.chunks([[1, 'a'], ['b']], 10)
//                         ^ send_sms takes number here, but gets \"b\"
// The same in map, and one item is all that it gives.
add.map([1])
//      ^ add takes [number, number], but map gives it one item at a time: use starmap
app.task('constant', () => 1).map([1])
//                                ^ constant takes [], but map gives it one item at a time: use starmap
add.starmap([[1]])
//           ^ add still misses arguments: it takes [number, number], but gets [number]
add.chunks([[1, 2, 3]], 10)
//                 ^ add takes no more arguments here, but gets number
// The same in a copy, and in what is sent with options.
add.s(1).clone({ args: ['a'] })
//                      ^ add takes number here, but gets \"a\": arguments are bound from the right
add.signature({ args: [1, 'a'] })
//                        ^ add takes number here, but gets \"a\": arguments are bound from the right
add.applyAsync({ countdown: 5 })
//             ^ add still misses arguments: it takes [number, number], but gets []
add.s(1).applyAsync({ args: [1, 2] })
//                              ^ add takes no more arguments here, but gets number
add.si(1, 2).applyAsync({ args: [1] })
//                               ^ add takes no more arguments here, but gets number
// Options that do not exist, wherever they stand.
add.applyAsync({ args: [1, 2], countdwon: 5 })
//                             ^ there is no option countdwon: write countdown
add.signature({ args: [1, 2], countdwon: 5 })
//                            ^ there is no option countdwon: write countdown
add.s(1, 2).applyAsync({ countdwon: 5 })
//                       ^ there is no option countdwon: write countdown
add.si(1, 2).set({ countdwon: 5 })
//                 ^ there is no option countdwon: write countdown
// A task that ignores its result gives null, and takes what it takes.
audit.s(1).delay('a')
//               ^ audit takes no more arguments here, but gets \"a\"
void audit.s().delay()
//   ^ audit still misses arguments: it takes [number], but gets []
audit.s('a')
//      ^ audit takes number here, but gets \"a\": arguments are bound from the right
// Stamps are values of JSON.
add.s(1, 2).stamp({ when: new Date() })
//                  ^ the stamp when is a Date, which arrives as a string: pass toISOString()
chain(add.s(1, 2)).stamp({ tenant: 'a', seen: new Map([['a', 1]]) })
//                                      ^ the stamp seen is a Map, which arrives as {}: pass Object.fromEntries(map)
group(add.si(1, 2)).stamp({ size: 1n })
//                          ^ the stamp size is a bigint, which JSON does not carry: pass a string
// Wrong in the type, and wrong in the place: the task that ignores its result gives one message too.
audit.s().delay('a')
//              ^ audit takes number here, but gets \"a\"
// Callbacks that are given when it is sent are checked like those of link.
add.applyAsync({ args: [1, 2], link: shout.s() })
//                             ^ shout takes string, but add gives number
add.s(1, 2).applyAsync({ link: [add.s(1), shout.s()] })
//                                        ^ shout takes string, but add gives number
add.s(1, 2).applyAsync({ linkError: add.s(1) })
//                       ^ add cannot be the errback of add: an errback takes (taskId: string), or (request: Request, exc: Error, traceback: string)
group(add.s(1)).applyAsync({ args: [1], link: add.s(1) })
//                                      ^ there is no option link: give what follows by .pipe(...)
// Celery's own spelling of an option, options that are not written in place, and keywords of a canvas.
add.applyAsync({ args: [1, 2], task_id: 'a' })
//                             ^ there is no option task_id: write taskId
const misspelt = { queue: 'q', countdwon: 5 }
add.s(1, 2).applyAsync(misspelt)
//                     ^ there is no option countdwon: write countdown
add.s(1, 2).set(misspelt)
//              ^ there is no option countdwon: write countdown
chain(add.s(1, 2)).set({ cuntdown: 1 })
//                       ^ there is no option cuntdown: write countdown
chain(add.s(1)).applyAsync({ args: [1], kwargs: { y: 1 } })
//                                      ^ a canvas of several tasks takes no keyword arguments: bind them in its signatures
// Keywords that are filled already, or of no parameter.
join.s(['a']).applyAsync({ kwargs: { items: ['b'] } })
//                                   ^ join has no parameter items that is still open
add.s(1, 2).applyAsync({ kwargs: { x: 1 } })
//                                 ^ add takes no keyword x here: declare its names with { parameters: [...] }
// Keywords that are still missing.
chain(add.s(1, 1), box.signature({ kwargs: { height: 1 } }))
//                 ^ box cannot run before the keywords are given that come after the ones it has: give them here too
// Too many, too few, the wrong one at any place, spread ones.
add.s(1).delay(1, 2)
//                ^ add takes no more arguments here, but gets number
shout.s('a').delay('b', 'c')
//                      ^ shout takes no more arguments here, but gets \"c\"
shout.s('a').delay(undefined)
//                 ^ shout takes string here, but gets undefined, which JSON has not: use null
say.s().delay('a', 1, 'b')
//                    ^ say takes number here, but gets \"b\"
add.s().delay(...numbers)
//            ^ add still misses arguments: it takes [number, number], but gets number[]
pick.delay('c', 1)
//         ^ pick takes one of its strings here, but gets \"c\"
label.delay({ width: 1 })
//          ^ height
// Items that are no lists of arguments, lists of any length, parts of literals.
add.starmap([1, 2])
//           ^ add takes [number, number], and each item is the list of them; got number
//              ^ add takes [number, number], and each item is the list of them; got number
pick.starmap([['c', 2]])
//             ^ pick takes one of its strings here, but gets \"c\"
shout.map(['a', 1])
//              ^ shout takes string here, but gets number
add.starmap([[1, 2, 3]])
//                  ^ add takes no more arguments here, but gets number
// Of types that read alike the compiler says itself what is wrong; an enum, a union, a tuple.
const find = app.task('find', (id: number & { readonly brand: 'UserId' }) => ({ id }))
find.s(1)
//     ^ Argument of type 'number' is not assignable to parameter of type 'number & { readonly brand: "UserId"; }'.
const measure = app.task(
  'measure',
  (shape: { kind: 'circle'; radius: number } | { kind: 'square'; side: number }) => shape.kind,
)
measure.s({ kind: 'circle', side: 1 })
//                          ^ 'side' does not exist in type
app.task('row', (cells: readonly [number, ...string[]]) => cells).s(['a'])
//                                                                  ^ row takes [number, ...] here, but gets [\"a\"]: arguments are bound from the right
const sameOf = app.task('same', <Value extends string>(value: Value): Value => value)
sameOf.s(1)
//       ^ same takes string here, but gets number: arguments are bound from the right
chain(sameOf.s('a'), add.s(1))
//                   ^ add takes number, but same gives string
// Items that are made.
add.starmap(numbers.map((n) => [n]))
//          ^ add still misses arguments: it takes [number, number], but gets [number]
add.starmap(numbers.map((n) => [n, 'a']))
//          ^ add takes number here, but gets string
add.chunks([numbers].flat(), 2)
//         ^ add takes [number, number], and each item is the list of them; got number
add.chunks([numbers, numbers].slice(1), 2)
//         ^ add still misses arguments: it takes [number, number], but gets number[]
add.starmap(1)
//          ^ add takes [number, number], and the items are a list of such lists
shout.map(numbers)
//        ^ shout takes string here, but gets number
double.map(1)
//         ^ double takes [number], and the items are a list of what it takes
// An instance of a class is refused for what only a class has.
class Money {
  width = 1
  height = 2
  area() {
    return this.width
  }
}
label.delay(new Money())
//          ^ label takes object here, but gets a function, which JSON does not carry
label.s(new Money())
//      ^ label takes object here, but gets a function, which JSON does not carry
// Other arguments or another result than the task's.
void (add satisfies Task<[x: string, y: number], number>)
//        ^ Type 'Task<[x: number, y: number], number, "add", readonly []>' does not satisfy the expected type 'Task<[x: string, y: number], number, string, readonly string[]>'.
void (add satisfies Task<[x: number, y: number], string>)
//        ^ Type 'Task<[x: number, y: number], number, "add", readonly []>' does not satisfy the expected type 'Task<[x: number, y: number], string, string, readonly string[]>'.
void (total satisfies Task<[statuses: readonly unknown[]], number>)
//          ^ Type 'Task<[statuses: readonly string[]], number, "total", readonly []>' does not satisfy the expected type 'Task<[statuses: readonly unknown[]], number, string, readonly string[]>'.
// A list of any length, for so many parameters; optional ones in a list of arguments, and one that is a string.
add.s(...numbers)
//    ^ add takes at most 2 arguments here, but nobody knows how many a number[] holds
add.s(...(JSON.parse('[1, 2]') as ReturnType<typeof JSON.parse>[]))
//    ^ A spread argument must either have a tuple type or be passed to a rest parameter.
const optional = app.task('optional', (x: number, _mark?: string) => x)
optional.starmap([[1], [2, 3]])
//                         ^ optional takes string here, but gets number
optional.chunks([['a']], 2)
//                ^ optional takes number here, but gets \"a\"
// A list that is read-only alone, which the parameter does not say it takes.
const sorted = app.task('sorted', (list: number[]) => list.sort())
chain(app.task('fixed', (x: number) => [x, x] as const).s(1), sorted.s())
//                                                            ^ sorted takes number[], but fixed gives a read-only [number, number]: declare the parameter readonly
// One that keeps no result is none that gives it, nor the other way round; an immutable one takes nothing more.
void (audit.s(1) satisfies Signature<[], number>)
//               ^ does not satisfy the expected type
void (add.s(1, 2) satisfies Silent<[], number>)
//                ^ does not satisfy the expected type
add.si(1, 2).delay(3)
//                 ^ add takes no more arguments here, but gets number
add.si(1, 2).clone({ args: [3] })
//                          ^ add takes at most 0 arguments here, but more are bound
