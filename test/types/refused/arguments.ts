import type { Task } from '../../../src/canvas/task.ts'
import { add, app, audit, box, join, pick, poll, say, sendSms, shout, total } from '../tasks.ts'

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
//    ^ say takes (string | number)[], but gets [\"a\", \"b\"]: arguments are bound from the right
shout.s(1, '?')
//      ^ shout takes string here, but gets number: arguments are bound from the right
poll.s(1)
//     ^ poll takes string here, but gets number: arguments are bound from the right
// Immutable ones are complete.
add.si(1)
//  ^ Expected 2 arguments, but got 1.
add.si(1, 'a')
//        ^ Argument of type 'string'
// Sending what is not complete.
add.delay(1)
//  ^ Expected 2 arguments, but got 1.
add.s(1).delay()
//       ^ Expected 1 arguments, but got 0.
add.s(1).delay('a')
//             ^ Argument of type 'string'
add.s(1, 2).delay(3)
//                ^ Expected 0 arguments, but got 1.
add.s(1).applyAsync()
//       ^ Expected 1 arguments, but got 0.
add.s(1).applyAsync({ countdown: 5 })
//                  ^ Argument of type '{ countdown: number; }'
add.s(1).applyAsync({ args: ['a'] })
//                           ^ Type 'string' is not assignable to type 'number'.
add.applyAsync({ args: [1] })
//               ^ Type '[number]' is not assignable to type '[x: number, y: number]'.
// Keyword arguments.
join.signature({ kwargs: { sepp: '+' } })
//                         ^ join has no parameter sepp
join.signature({ kwargs: { sep: 1 } })
//                         ^ join takes string as sep, but gets number
add.signature({ kwargs: { y: 1 } })
//                        ^ add takes no keyword y: declare its names with { parameters: [...] }
box.signature({ kwargs: { height: 1 } }).delay(1)
//                                       ^ Property 'delay' does not exist on type 'KeywordSignature<[width: number], { width: number; height: number; depth: number; }, "box", { readonly depth: number; }>'.
box.applyAsync({ args: [1], kwargs: { height: 1, depht: 2 } })
//                                               ^ box has no parameter depht
join.s(['a']).applyAsync({ kwargs: { sep: 1 } })
//                                   ^ Type 'number' is not assignable to type 'string'.
// Options.
add.s(1, 2).set({ countdwn: 5 })
//                ^ Object literal may only specify known properties, but 'countdwn' does not exist in type 'SendOptions & { readonly ignoreResult?: null; }'. Did you mean to write 'countdown'?
add.s(1, 2).set({ countdown: '5' })
//                ^ Type 'string' is not assignable to type 'number'.
app.task('late', { maxRetry: 3 }, (x: number) => x)
//                 ^ Object literal may only specify known properties, and 'maxRetry' does not exist in type 'TaskOptions'.
// Items of map and starmap.
add.starmap([[1, 'a']])
//               ^ Type 'string' is not assignable to type 'number'.
shout.map([1])
//         ^ Type 'number' is not assignable to type 'string'.
sendSms.chunks([[1, 'a'], ['b']], 10)
//                         ^ Type 'string' is not assignable to type 'number'.
// The same in map, and one item is all that it gives.
add.map([1])
//      ^ add takes [number, number], but map gives it one item at a time: use starmap
app.task('constant', () => 1).map([1])
//                                ^ constant takes [], but map gives it one item at a time: use starmap
add.starmap([[1]])
//           ^ Type '[number]' is not assignable to type 'readonly [x: number, y: number]'.
add.chunks([[1, 2, 3]], 10)
//          ^ Type '[number, number, number]' is not assignable to type 'readonly [x: number, y: number]'.
// The same in a copy, and in what is sent with options.
add.s(1).clone({ args: ['a'] })
//                      ^ add takes number here, but gets \"a\": arguments are bound from the right
add.signature({ args: [1, 'a'] })
//                        ^ add takes number here, but gets \"a\": arguments are bound from the right
add.applyAsync({ countdown: 5 })
//             ^ Argument of type '{ countdown: number; }'
add.s(1).applyAsync({ args: [1, 2] })
//                    ^ Type '[number, number]' is not assignable to type '[x: number]'.
add.si(1, 2).applyAsync({ args: [1] })
//                        ^ Object literal may only specify known properties, and 'args' does not exist in type 'SendOptions & LinkOptions'.
// Options that do not exist, wherever they stand.
add.applyAsync({ args: [1, 2], countdwon: 5 })
//                             ^ Object literal may only specify known properties, but 'countdwon' does not exist in type 'Kwargs<{}, readonly [], [x: number, y: number], "add"> & SendOptions & LinkOptions & { readonly args: [x: number, y: number]; }'. Did you mean to write 'countdown'?
add.signature({ args: [1, 2], countdwon: 5 })
//                            ^ Object literal may only specify known properties, but 'countdwon' does not exist in type '{ readonly args?: [x: number, y: number]; readonly immutable?: false; } & Kwargs<{}, readonly [], [x: number, y: number], "add"> & SendOptions & LinkOptions'. Did you mean to write 'countdown'?
add.s(1, 2).applyAsync({ countdwon: 5 })
//                       ^ Object literal may only specify known properties, but 'countdwon' does not exist in type 'SendOptions & LinkOptions & { readonly kwargs?: NoInfer<{ readonly [keyword: string]: never; }>; } & { readonly args?: []; }'. Did you mean to write 'countdown'?
add.si(1, 2).set({ countdwon: 5 })
//                 ^ Object literal may only specify known properties, but 'countdwon' does not exist in type 'SendOptions & { readonly ignoreResult?: null; }'. Did you mean to write 'countdown'?
// A task that ignores its result gives null, and takes what it takes.
audit.s(1).delay('a')
//               ^ Expected 0 arguments, but got 1.
audit.s().delay()
//        ^ Expected 1 arguments, but got 0.
audit.s('a')
//      ^ audit takes number here, but gets \"a\": arguments are bound from the right
// Stamps are values of JSON.
add.s(1, 2).stamp({ when: new Date() })
//                  ^ Type 'Date' is not assignable to type 'Json'.
// A task is of one type: neither wider nor narrower.
void (add satisfies Task<[x: number, y: number], number | string, 'add'>)
//        ^ Type 'Task<[x: number, y: number], number, "add", readonly []>' does not satisfy the expected type 'Task<[x: number, y: number], string | number, "add", readonly []>'.
void (total satisfies Task<[pair: [string, string]], number, 'total'>)
//          ^ Type 'Task<[statuses: readonly string[]], number, "total", readonly []>' does not satisfy the expected type 'Task<[pair: [string, string]], number, "total", readonly []>'.
