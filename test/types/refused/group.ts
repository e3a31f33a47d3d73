import { chain } from '../../../src/canvas/chain.ts'
import { group } from '../../../src/canvas/group.ts'
import type { AnySignature } from '../../../src/canvas/signature.ts'
import { add, double, numbers, sendSms, shout } from '../tasks.ts'

// Members that miss different arguments cannot all take what is given.
group(add.s(1), shout.s()).delay(1)
//                               ^ shout takes string here, but gets number
void group(add.s(1), add.s(2)).delay()
//   ^ add still misses arguments: it takes [number], but gets []
void group(add.s(1), shout.s()).delay()
//   ^ still misses arguments: it takes
group(add.s(1), add.s(2)).delay('a')
//                              ^ add takes number here, but gets \"a\"
group(add.s(1, 1), add.s(2, 2)).delay(3)
//                                    ^ add takes no more arguments here, but gets number
// There is no link: Celery would hang it on the first member only.
group(add.s(1, 1)).link(add.s(1))
//                 ^ Property 'link' does not exist on type 'Group<[], [number], [Signature<[], number, "add", {}>]>'.
// Not canvases.
group(add.s(1, 1), add)
//                 ^ add is a task: write add.s(...)
group([sendSms.s(1, 'a'), 'send_sms'])
//                        ^ a canvas is needed here: write task.s(...), chain(...), group(...) or chord(...)
group([1])
//     ^ a canvas is needed here: write task.s(...), chain(...), group(...) or chord(...)
group(undefined)
//    ^ a canvas is needed here: write task.s(...), chain(...), group(...) or chord(...)
group([[add.s(1, 1)]])
//     ^ a list is no canvas: write group([...]) or chain(...list)
group(add.s(1, 1), [add.s(1, 1)])
//                 ^ a list of members stands alone: write group([...])
group(add.delay(1, 1))
//    ^ this is sent already, and no canvas any more: leave .delay(...) out
const maybe = numbers.length > 2 ? add.s(1, 1) : null
group(add.s(1, 1), maybe).delay()
//                 ^ this may be none: leave it out then, by ...(step ? [step] : [])
group([maybe]).delay()
//     ^ this may be none: leave it out then, by ...(step ? [step] : [])
// A wrong member is one error, also where the group stands in another canvas.
chain(add.s(1, 1), group([add.s(1), add]))
//                                  ^ add is a task: write add.s(...)
chain(group(1), double.s())
//          ^ a canvas is needed here: write task.s(...), chain(...), group(...) or chord(...)
// A type that says nothing of what a canvas takes and gives.
export const unsaid = (any: AnySignature) => chain(add.s(1, 1), any)
//                                                              ^ the type AnySignature does not say what this takes and gives: use the very type, such as Signature<[x: number], string>
export const sent = (all: AnySignature[]) => void group(all).delay()
//                                                ^ the type AnySignature does not say what this takes and gives: use the very type, such as Signature<[x: number], string>
// Chunks inside a canvas lose their group.
group(add.chunks([[1, 1]], 10))
//    ^ chunks of add lose their group inside a canvas: write .group()
// An empty one has nothing to be sent through.
void group([]).delay()
//   ^ an empty group belongs to no app: send it in a chain or chord
void group().delay()
//   ^ an empty group belongs to no app: send it in a chain or chord
