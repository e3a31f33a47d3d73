import { chain } from '../../../src/canvas/chain.ts'
import { chord } from '../../../src/canvas/chord.ts'
import { group } from '../../../src/canvas/group.ts'
import { add, double, explain, report, sendSms, shout, sum } from '../tasks.ts'

// A callback gets the result.
sendSms.s(1, 'a').link(add.s(2))
//                     ^ add takes number, but send_sms gives string
sendSms.si(1, 'a').link(shout.s('a', 'b'))
//                      ^ shout has no place left for the result of send_sms: leave one argument out, or use .si()
chain(add.s(1, 1), double.s()).link(shout.s())
//                                  ^ shout takes string, but double gives number
chord([add.s(1, 1)], sum.s()).link(shout.s())
//                                 ^ shout takes string, but sum gives number
// A chain that ends in a group or chord keeps no callback.
chain(add.s(1, 1), group(add.s(1), add.s(2))).link(sum.s())
//                                                 ^ this chain ends in a group, where Celery loses the callback: use .pipe(...) instead
chain(add.s(1, 1), chord([add.s(1), add.s(2)], sum.s())).link(double.s())
//                                                            ^ this chain ends in a chord, where Celery loses the callback: use .pipe(...) instead
// An errback takes the task's id, or (request, exc, traceback).
add.s(1, 1).linkError(double.s())
//                    ^ double cannot be the errback of add: an errback takes (taskId: string), or (request: Request, exc: Error, traceback: string)
add.s(1, 1).onError(sendSms.s())
//                  ^ send_sms cannot be the errback of add: an errback takes (taskId: string), or (request: Request, exc: Error, traceback: string)
chain(add.s(1, 1), double.s()).onError(add.s(1))
//                                     ^ add cannot be the errback of the chain: an errback takes (taskId: string), or (request: Request, exc: Error, traceback: string)
group(add.s(1, 1), double.s(1)).linkError(sum.s())
//                                        ^ sum cannot be the errback of group(add, double): an errback takes (taskId: string), or (request: Request, exc: Error, traceback: string)
add.s(1, 1).linkError(report)
//                    ^ report is a task: write report.s(...)
add.s(1, 1).onError('report')
//                  ^ a canvas is needed here: write task.s(...), chain(...), group(...) or chord(...)
// As they should be.
add.s(1, 1).linkError(report.s()).onError(explain.s()).link(double.s())
