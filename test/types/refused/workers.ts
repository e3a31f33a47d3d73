import { Celery } from '../../../src/canvas/celery.ts'
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
//                      ^ Did you mean to write 'appendStamps'?
// Hooks: one that does not exist, that asks for more than it is given, that gives no canvas to go on with.
app.task('misspelt', { onSucces: () => 1 }, (x: number) => x)
//                     ^ Did you mean to write 'onSuccess'?
app.task('greedy', { beforeStart: (_self, taskId: number) => taskId }, (x: number) => x)
//                   ^ taskId: number) => number' is not assignable
app.task('nothing', { bind: true, onReplace: () => 1 }, (_self, x: number) => x)
//                                ^ Type '() => number' is not assignable
// The same where they are not written in place, beside a context, and of an app.
const misspelt = { maxRetries: 3, quue: 'sums' }
app.task('misspelt_apart', misspelt, (x: number) => x)
//                         ^ there is no option quue: write queue
const alone = { maxRetriess: 3 }
app.task('misspelt_alone', alone, (x: number) => x)
//                         ^ has no properties in common with type 'TaskOptions'
app.task('misspelt_bound', { bind: true, max_retries: 3 }, (_self, x: number) => x)
//                                       ^ there is no option max_retries: write maxRetries
const settings = { broker: 'memory://', task_default_queue: 'q' } as const
void new Celery('settled', settings)
//                         ^ there is no setting task_default_queue: write taskDefaultQueue
void new Celery('broken', { brokr: 'memory://' })
//                          ^ Did you mean to write 'broker'?
add.s(1, 2).stamp({}, { visitor: { onSignature: () => ({}), onChainStrat: () => ({}) } })
//                                                          ^ Did you mean to write 'onChainStart'?
// Another try: arguments of another type where the context is not annotated, too few, an option that does not exist.
app.task('tried', { bind: true }, (self, _x: number) => self.retry({ args: ['text'] }))
//                                                                          ^ the task takes number here, but gets \"text\"
app.task(
  'tried_on',
  { bind: true, maxRetries: 3 },
  async (self, x: number, _mark?: string): Promise<number> => {
    if (x > 1) self.retry({ args: [1, 2] })
    //                                ^ the task takes string here, but gets number
    if (x > 2) throw self.retry({ args: [] })
    //                            ^ the task still misses arguments: it takes [number, ...], but gets []
    if (x > 3) throw self.retry({ args: [1, 'a'], countdwon: 1 })
    //                                            ^ there is no option countdwon: write countdown
    if (x > 4) throw self.retry({ args: [new Date()], kwargs: { _mark: 'a' } })
    //                                   ^ the task takes number here, but gets a Date, which arrives as a string: pass toISOString()
    if (x > 5) throw self.retry({ countdown: '5', exc: 'no' })
    //                            ^ countdown takes number | null, but gets \"5\"
    //                                            ^ exc takes object, but gets \"no\"
    return x
  },
)
// A parameter without a type.
// biome-ignore lint/correctness/noUnusedFunctionParameters: it is what is refused
app.task('untyped', (x) => 1)
//                  ^ untyped has a parameter without a type: write (x: number) => ...
app.task('untyped_too', { bind: true }, (_self, _x, y: number) => y)
//                                      ^ untyped_too has a parameter without a type: write (x: number) => ...
// What is told to workers.
void app.control.revoke(1)
//                      ^ Argument of type 'number' is not assignable to parameter of type 'string | readonly string[]'
void app.control.revoke('a', { terminat: true })
//                             ^ Did you mean to write 'terminate'?
void app.control.revokeByStampedHeaders('tenant')
//                                      ^ Argument of type 'string' is not assignable to parameter of type 'Stamps'
void app.control.revokeByStampedHeaders({ tenant: new Date() })
//                                        ^ Type 'Date' is not assignable to type 'Json'
export const graph = (sent: AsyncResult<number>) => sent.graph({ intermediat: true })
//                                                               ^ Did you mean to write 'intermediate'?
export const revoked = (sent: AsyncResult<number>) => sent.revokeByStampedHeaders(['tenant'])
//                                                                                ^ Argument of type 'string[]' is not assignable to parameter of type 'Stamps'
