import { group } from '../../../src/canvas/group.ts'
import { add, sendSms, shout } from '../tasks.ts'

// Members that miss different arguments cannot all take what is given.
group(add.s(1), shout.s()).delay(1)
//                               ^ Argument of type '[number]'
group(add.s(1), add.s(2)).delay()
//                        ^ Expected 1 arguments, but got 0.
group(add.s(1), add.s(2)).delay('a')
//                              ^ Argument of type 'string'
group(add.s(1, 1), add.s(2, 2)).delay(3)
//                                    ^ Expected 0 arguments, but got 1.
// There is no link: Celery would hang it on the first member only.
group(add.s(1, 1)).link(add.s(1))
//                 ^ Property 'link' does not exist on type 'Group<[], [number], [Signature<[], number, "add", {}>]>'.
// Not canvases.
group(add.s(1, 1), add)
//                 ^ add is a task: write add.s(...)
group([sendSms.s(1, 'a'), 'send_sms'])
//    ^ a list of members stands alone: write group([...])
// Chunks inside a canvas lose their group.
group(add.chunks([[1, 1]], 10))
//    ^ chunks of add lose their group inside a canvas: write .group()
// An empty one has nothing to be sent through.
group([]).delay()
//        ^ Expected 1 arguments, but got 0.
group().delay()
//      ^ Expected 1 arguments, but got 0.
