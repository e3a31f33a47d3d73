import { chain } from '../../../src/canvas/chain.ts'
import { chord } from '../../../src/canvas/chord.ts'
import { group } from '../../../src/canvas/group.ts'
import { add, double, join, numbers, sendSms, shout, sum, total } from '../tasks.ts'

// A body that cannot take the header's list.
chord([add.s(1, 1), add.s(2, 2)], double.s())
//                                ^ double takes number, but group(add, add) gives [number, number]
chord([sendSms.s(1, 'a'), sendSms.s(2, 'b')], sum.s())
//                                            ^ sum takes number[], but group(send_sms, send_sms) gives [string, string]
chord(group(sendSms.s(1, 'a'), add.s(2, 2)), total.s())
//                                           ^ total takes string[], but group(send_sms, add) gives [string, number]
const each = numbers.map((n) => add.s(n, n))
chord(each, total.s())
//          ^ total takes string[], but group(add, ...) gives number[]
// A body with no place left, or too many.
chord([sendSms.s(1, 'a')], total.s(['a']))
//                         ^ total has no place left for the result of group(send_sms): leave one argument out, or use .si()
chord([sendSms.s(1, 'a')], join.s(['a'], '-'))
//                         ^ join has no place left for the result of group(send_sms): leave one argument out, or use .si()
// Every member of a body takes the list.
chord(group(sendSms.s(1, 'a'), sendSms.s(2, 'b')), group(total.s(), shout.s()))
//                                                 ^ shout takes string, but group(send_sms, send_sms) gives [string, string]
// A chain as header is torn apart.
chord(chain(add.s(1, 1), add.s(2)), sum.s())
//    ^ a chain as header is torn apart into members that run side by side: write chord([chain(...)], body)
// An incomplete chord that is sent all the same.
void chord([add.s(1), add.s(2)], sum.s()).delay()
//   ^ add still misses arguments: it takes [number], but gets []
chord([add.s(1, 1)], sum.s()).pipe(shout.s())
//                                 ^ shout takes string, but sum gives number
// Not canvases.
chord([1], sum.s())
//     ^ a canvas is needed here: write task.s(...), chain(...), group(...) or chord(...)
chord(1, sum.s())
//    ^ a canvas is needed here: write task.s(...), chain(...), group(...) or chord(...)
chord(null, sum.s())
//    ^ a canvas is needed here: write task.s(...), chain(...), group(...) or chord(...)
chord([add.s(1, 1), 'add'], sum.s())
//                  ^ a canvas is needed here: write task.s(...), chain(...), group(...) or chord(...)
chord(add, sum.s())
//    ^ add is a task: write add.s(...)
chord([[add.s(1, 1)]], sum.s())
//     ^ a list is no canvas: write group([...]) or chain(...list)
chord([add.delay(1, 1)], sum.s())
//     ^ this is sent already, and no canvas any more: leave .delay(...) out
chord([add.s(1, 1)], 5)
//                   ^ a canvas is needed here: write task.s(...), chain(...), group(...) or chord(...)
chord([add.s(1, 1)], sum)
//                   ^ sum is a task: write sum.s(...)
chord([add.s(1, 1), add], sum.s())
//                  ^ add is a task: write add.s(...)
