import { Celery } from '../../../src/canvas/celery.ts'
import { chain } from '../../../src/canvas/chain.ts'
import { chord } from '../../../src/canvas/chord.ts'
import { group } from '../../../src/canvas/group.ts'
import {
  add,
  double,
  label,
  numbers,
  pick,
  sendSms,
  sendWhatsapp,
  shout,
  sum,
  total,
  upto,
} from '../tasks.ts'

// A step that cannot take its parent's result.
chain(sendSms.s(1234, 'hi'), add.s(2))
//                           ^ add takes number, but send_sms gives string
chain(sendSms.s(1234, 'hi'), sendWhatsapp.s(1234, 'hi'), add.s(2))
//                                                       ^ add takes number, but send_whatsapp gives [string, string]
chain(add.s(1, 2), add.s(2), shout.s())
//                           ^ shout takes string, but add gives number
chain(add.s(1, 2), label.s())
//                 ^ label takes object, but add gives number
chain(shout.s('a'), pick.s(1))
//                  ^ pick takes one of its strings, but shout gives string
chain(sendWhatsapp.s('a', 1, 'b'), sum.s())
//                                 ^ sum takes number[], but send_whatsapp gives [string, string]
chain(double.s(1), total.s())
//                 ^ total takes string[], but double gives number
// Two types that read alike.
const brands = new Celery('brands')
const find = brands.task('find', (id: number & { readonly brand: 'UserId' }) => ({ id }))
chain(add.s(1, 2), find.s())
//                 ^ find takes another number than add gives
chain(find.si(1 as never), label.s())
//                         ^ label takes another object than find gives
// No place left for it.
chain(sendSms.s(1234, 'hi'), sendWhatsapp.s('a', 1234, 'hi'), total.s())
//                           ^ send_whatsapp has no place left for the result of send_sms: leave one argument out, or use .si()
chain(add.s(1, 2), add.s(2, 3))
//                 ^ add has no place left for the result of add: leave one argument out, or use .si()
// Arguments are still missing.
chain(sendSms.s(1234, 'hi'), add.s())
//                           ^ add still misses arguments besides the result of send_sms: it takes [number, number], but send_sms gives string
// Only the wrong step is blamed, wherever it stands.
chain(add.s(1, 2), add.s(1), add.s(1), shout.s(), add.s(1), add.s(1))
//                                     ^ shout takes string, but add gives number
// A group gives the list, not an item.
chain(group(add.s(1, 1), add.s(2, 2)), double.s())
//                                     ^ double takes number, but group(add, add) gives [number, number]
chain(add.s(1, 1), group(add.s(1), add.s(2)), add.s(1))
//                                            ^ add takes number, but group(add, add) gives [number, number]
// A group of one is its member in a chain.
chain(add.s(1, 1), group(add.s(1)), sum.s())
//                                  ^ sum takes number[], but group(add) gives number
// A list of unknown length may hold one.
chain(add.s(1, 1), group(numbers.map((n) => add.s(n))), sum.s())
//                                                      ^ sum takes number[], but group(add, ...) gives number | number[]
// Every member of a group takes the result.
chain(sendSms.s(1, 'a'), group(shout.s(), add.s(1)))
//                       ^ add takes number, but send_sms gives string
chain(sendSms.s(1, 'a'), group(shout.s(), group(shout.s(), chain(add.s(1), add.s(2)))))
//                       ^ add takes number, but send_sms gives string
// A third group would run more than once.
chain(group(add.s(1, 1), add.s(2, 2)), group(sum.s(), sum.s()), group(sum.s(), sum.s()))
//                                                              ^ Celery would run group(sum, sum) once for each member of group(sum, sum): put a task between them
chain(add.s(1, 1), chord([add.s(1)], group(sum.s(), sum.s())), chord([sum.s()], sum.s()))
//                                                             ^ Celery would run sum once for each member of group(sum, sum): put a task between them
chord([add.s(1, 1)], group(sum.s(), sum.s())).pipe(chain(sum.s(), double.s()))
//                                                 ^ Celery would run double once for each member of group(sum, sum): put a task between them
chain(chord([add.s(1, 1)], upto.s()), group(sum.s(), sum.s()), chord([sum.s()], sum.s()))
//                                                             ^ Celery would run sum once for each member of group(sum, sum): put a task between them
chain(group(add.s(1, 1), add.s(2, 2)), group(sum.s(), sum.s()), chain(sum.s(), double.s()))
//                                                              ^ Celery would run double once for each member of group(sum, sum): put a task between them
// A chain of nothing.
void chain()
//   ^ a chain needs a step: write chain(task.s(...))
// One mistake is one error.
chain(add.s(1, 2), add.s('a'), double.s())
//                       ^ add takes number here, but gets \"a\": arguments are bound from the right
// A chain of one group would lose the arguments.
chain(group(add.s(1), add.s(2))).delay(1)
//                                     ^ Celery loses the arguments of a chain of one group: send the group itself
// The same by pipe.
sendSms.s(1234, 'hi').pipe(add.s(2))
//                         ^ add takes number, but send_sms gives string
sendSms.s(1234, 'hi').pipe(shout.s()).pipe(add.s(2))
//                                         ^ add takes number, but shout gives string
group(add.s(1, 1), add.s(2, 2)).pipe(double.s())
//                                   ^ double takes number, but group(add, add) gives [number, number]
sendSms.si(1234, 'hi').pipe(add.s(2))
//                          ^ add takes number, but send_sms gives string
// Not a canvas.
chain(add.s(1, 2), add)
//                 ^ add is a task: write add.s(...)
// A list among the steps: each takes what any that may stand before it gives.
const adds = numbers.map((n) => add.s(n))
chain(sendSms.s(1, 'a'), ...adds)
//                       ^ add takes number, but send_sms gives string
chain(add.s(1, 1), ...adds, shout.s())
//                 ^ shout takes string, but add gives number
chain(sendSms.s(1, 'a'), ...numbers.map((n) => add.si(n, n)), sum.s())
//                       ^ sum takes number[], but send_sms gives string
// Steps that are no canvases.
void chain(...[])
//   ^ a chain needs a step: write chain(task.s(...))
chain([])
//    ^ a step is a canvas, and a list is no step: write chain(a, b), or chain(...steps)
chain([add.s(1, 2), add.s(3)])
//    ^ a step is a canvas, and a list is no step: write chain(a, b), or chain(...steps)
chain(add.s(1, 2), double.delay(1))
//                 ^ this is sent already, and no canvas any more: leave .delay(...) out
chain(add.s(1, 2), 'add')
//                 ^ a canvas is needed here: write task.s(...), chain(...), group(...) or chord(...)
add.s(1, 2).pipe('add')
//               ^ a canvas is needed here: write task.s(...), chain(...), group(...) or chord(...)
// A step that may be none; nothing more is said of such a chain.
const maybe = numbers.length > 2 ? add.s(1) : undefined
chain(add.s(1, 1), maybe).delay()
//                 ^ this may be none: leave it out then, by ...(step ? [step] : [])
chain(add.s(1), numbers.length > 2 && double.s()).delay(1)
//              ^ this may be none: leave it out then, by ...(step ? [step] : [])
export const got = async () => (await chain(add.s(1, 1), 1).delay()).get()
//                                                       ^ a canvas is needed here: write task.s(...), chain(...), group(...) or chord(...)
// Sending one that is not complete.
void chain(add.s(1), double.s()).delay()
//   ^ add still misses arguments: it takes [number], but gets []
chain(add.s(1), double.s()).delay('a')
//                                ^ add takes number here, but gets \"a\"
void chain(add.s(1), double.s()).applyAsync()
//   ^ add still misses arguments: it takes [number], but gets []
chain(add.s(1), double.s()).applyAsync({ args: ['a'] })
//                                              ^ add takes number here, but gets \"a\"
chain(add.s(1, 2), double.s()).applyAsync({ countdwon: 5 })
//                                          ^ there is no option countdwon: write countdown
void chain(chain(add.s(1), double.s()), double.s()).delay()
//   ^ add still misses arguments: it takes [number], but gets []
