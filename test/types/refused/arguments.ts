import { add, app, box, join, pick, poll, say, sendSms, shout } from '../tasks.ts'

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
//                ^ Object literal may only specify known properties, but 'countdwn' does not exist in type 'SendOptions'. Did you mean to write 'countdown'?
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
