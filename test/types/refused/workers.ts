import type { AsyncResult } from '../../../src/canvas/result.ts'
import { add, app } from '../tasks.ts'

// A visitor must say what stamps a signature gets, and stamps are values of JSON.
add.s(1, 2).stamp({}, { visitor: { onGroupStart: () => null } })
//                      ^ Property 'onSignature' is missing
add.s(1, 2).stamp({}, { visitor: { onSignature: () => 'tenant' } })
//                                                    ^ Type 'string' is not assignable to type 'Stamps'
add.s(1, 2).stamp({}, { visitor: { onSignature: () => ({ when: new Date() }) } })
//                                                       ^ Type 'Date' is not assignable to type 'Json'
add.s(1, 2).stamp({}, { appendStamp: true })
//                      ^ 'appendStamp' does not exist in type 'StampOptions'
// Hooks: one that does not exist, that asks for more than it is given, that gives no canvas to go on with.
app.task('misspelt', { onSucces: () => 1 }, (x: number) => x)
//                     ^ 'onSucces' does not exist in type 'TaskOptions'
app.task('greedy', { beforeStart: (_self, taskId: number) => taskId }, (x: number) => x)
//                   ^ taskId: number) => number' is not assignable
app.task('nothing', { bind: true, onReplace: () => 1 }, (_self, x: number) => x)
//                                ^ Type '() => number' is not assignable
// What is told to workers.
void app.control.revoke(1)
//                      ^ Argument of type 'number' is not assignable to parameter of type 'string | readonly string[]'
void app.control.revoke('a', { terminat: true })
//                             ^ 'terminat' does not exist in type 'RevokeOptions'
void app.control.revokeByStampedHeaders('tenant')
//                                      ^ Argument of type 'string' is not assignable to parameter of type 'Stamps'
void app.control.revokeByStampedHeaders({ tenant: new Date() })
//                                        ^ Type 'Date' is not assignable to type 'Json'
export const graph = (sent: AsyncResult<number>) => sent.graph({ intermediat: true })
//                                                               ^ 'intermediat' does not exist
export const revoked = (sent: AsyncResult<number>) => sent.revokeByStampedHeaders(['tenant'])
//                                                                                ^ Argument of type 'string[]' is not assignable to parameter of type 'Stamps'
