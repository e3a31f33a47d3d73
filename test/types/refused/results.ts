import { group } from '../../../src/canvas/group.ts'
import type { AsyncResult } from '../../../src/canvas/result.ts'
import { ResultSet } from '../../../src/canvas/resultSet.ts'
import { add, shout } from '../tasks.ts'

const both = await group(add.s(1, 2), shout.s('a')).delay()
// A callback takes what every member may give.
await both.join({ callback: (_, value: number) => value })
//                ^ is not assignable to type '(id: string, value: string | number) => number'
await both.join({ propagate: false, callback: (_, value: number | string) => value })
//                                  ^ is not assignable to type '(id: string, value: string | number | Error) => string | number'
await both.join({ callback: () => 1, timeout: 'soon' })
//                                   ^ Type 'string' is not assignable to type 'number'.
// Members that may have failed are asked first.
for await (const [, end] of both.iterNative()) end.result.toUpperCase()
//                                                        ^ Property 'toUpperCase' does not exist on type 'string | number | Error'.
// A set that is said to hold numbers takes nothing else, and no canvas.
const sums = new ResultSet<AsyncResult<number>>([await add.delay(1, 2)])
sums.add(await shout.delay('a'))
//       ^ Argument of type 'AsyncResult<string, []>' is not assignable to parameter of type 'AsyncResult<number,
sums.update([add.s(1, 2)])
//          ^ Argument of type 'Signature<[], number, "add", {}>[]' is not assignable to parameter of type 'Iterable<AsyncResult<number,
new ResultSet([add.s(1, 2)])
//            ^ Argument of type 'Signature<[], number, "add", {}>[]' is not assignable to parameter of type 'Iterable<AnyResult>'.
sums.remove(1)
//          ^ Argument of type 'number' is not assignable to parameter of type 'string | AsyncResult<number,
