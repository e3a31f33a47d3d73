import type { Chain } from '../../../src/canvas/chain.ts'
import { chain } from '../../../src/canvas/chain.ts'
import { chord } from '../../../src/canvas/chord.ts'
import { group } from '../../../src/canvas/group.ts'
import type { Json } from '../../../src/canvas/json.ts'
import type { AnyResult, AsyncResult, GroupResult } from '../../../src/canvas/result.ts'
import type { TaskEnd } from '../../../src/canvas/resultList.ts'
import { ResultSet } from '../../../src/canvas/resultSet.ts'
import type { GetOptions } from '../../../src/canvas/runtime.ts'
import type { Signature } from '../../../src/canvas/signature.ts'
import { is } from '../expect.ts'
import { add, double, note, numbers, rpcAdd, sendSms, sendWhatsapp, shout, sum, total } from '../tasks.ts'

type Whatsapp = readonly [string, `${number}: ${string}`]

is<
  Chain<
    [account: number],
    Whatsapp,
    [
      Signature<[account: number], string, 'send_sms', {}>,
      Signature<[sms: string], Whatsapp, 'send_whatsapp', {}>,
    ]
  >
>()(chain(sendSms.s('hi'), sendWhatsapp.s(1, 'hi')))
// A readonly list takes a tuple.
chain(sendWhatsapp.s('a', 1, 'b'), total.s())
// Immutable steps take anything, and nothing.
chain(add.s(1, 2), sendSms.si(1, 'a'), shout.s())
chain(note.s('a'), note.s())
// Chains nest, and begin with what misses arguments.
chain(chain(add.s(1), double.s()), add.s(2)).delay(1)
chain(...[add.s(1), add.s(2)]).delay(1)
// A list of steps may stand anywhere.
const adds = numbers.map((n) => add.s(n))
chain(add.s(1, 1), ...adds).delay()
chain(add.s(1), ...adds, double.s(), shout.si('a')).delay(1)
// A step or a member that is there at times.
const maybe = numbers.length > 2 ? add.s(1) : undefined
chain(add.s(1, 1), ...(maybe ? [maybe] : []), double.s()).delay()
group(add.s(1), ...(maybe ? [maybe] : [])).delay(1)
chain(add.s(1, 1), numbers.length > 2 ? add.s(1) : double.s()).delay()
// Maps stand in chains; chunks as a group.
chain(add.s(1, 2), double.map([1, 2]), sum.s())
chord(add.chunks([[1, 2]], 10).group(), note.si('done'))
// Any app may have groups and chains; a group at the end is no chord.
chain(rpcAdd.s(1, 1), group(rpcAdd.s(1), rpcAdd.s(2))).delay()
group([rpcAdd.s(1, 1)]).delay()

export async function results() {
  const sms = await chain(sendSms.s(1, 'a'), sendWhatsapp.s(1, 'a'), total.s()).delay()
  is<number>()(await sms.get())
  is<Whatsapp>()(await sms.parent.get())
  is<string>()(await sms.parent.parent.get())
  is<null>()(sms.parent.parent.parent)
  // A group is a tuple in order, or a list of one type.
  const both = await group(sendSms.si(1, 'a'), add.s(1, 2)).delay()
  is<[string, number]>()(await both.get())
  is<[string | Error, number | Error]>()(await both.get({ propagate: false }))
  is<AsyncResult<string, []>>()(both.results[0])
  is<number[]>()(await (await group(numbers.map((n) => add.s(n, n))).delay()).get())
  is<number[]>()(await (await group(...numbers.map((n) => add.s(n, n))).delay()).get())
  // Nested groups are flattened in order when they are sent, and in reverse in a header.
  is<[number, string, null, number]>()(
    await (await group(add.s(1, 2), group(shout.s('a'), note.s('a')), sum.s([1])).delay()).get(),
  )
  const list = chord([add.s(1, 2), group(shout.s('a'), note.s('a'))], note.si('x'))
  is<null>()(await (await list.delay()).get())
  // A group before a task is a chord; the task gets the list.
  const fanned = await chain(add.s(1, 1), group(add.s(1), double.s()), sum.s()).delay()
  is<number>()(await fanned.get())
  is<[number, number]>()(await fanned.parent.get())
  is<number>()(await fanned.parent.parent.get())
  is<null>()(fanned.parent.parent.parent)
  // A group of one is its member in a chain, and a list of one in a pipe.
  is<number>()(await (await chain(add.s(1, 1), group(double.s()), double.s()).delay()).get())
  is<number>()(await (await group(add.s(1, 1)).pipe(sum.s()).delay()).get())
  // A chain that ends in a group gives a tuple.
  const ends = await chain(add.s(1, 1), group(double.s(), note.si('a'))).delay()
  is<[number, null]>()(await ends.get())
  is<number>()(await ends.parent.get())
  // A chord gives what its body gives; its parent is the header.
  const counted = await chord([sendSms.s(1, 'a'), sendSms.s(2, 'b')], total.s()).delay()
  is<number>()(await counted.get())
  is<[string, string]>()(await counted.parent.get())
  is<null>()(counted.parent.parent)
  is<[number, number]>()(
    await (await chord(group(add.s(1, 1), add.s(2, 2)), group(sum.s(), sum.s())).delay()).get(),
  )
  is<number>()(await (await chord([chain(add.s(1, 1), double.s()), add.s(2, 2)], sum.s()).delay()).get())
  is<number>()(
    await (
      await chord(
        numbers.map((n) => add.s(n, n)),
        sum.s(),
      ).delay()
    ).get(),
  )
  // In a chain a step after a chord comes after its body.
  const after = await chain(add.s(1, 1), chord([add.s(1), double.s()], sum.s()), double.s()).delay()
  is<number>()(await after.get())
  is<number>()(await after.parent.get())
  is<[number, number]>()(await after.parent.parent.get())
  is<number>()(await after.parent.parent.parent.get())
  // By itself it is one chord, and the steps between are skipped.
  const bare = await group(add.s(1, 1), add.s(2, 2)).pipe(sum.s()).pipe(double.s()).delay()
  is<number>()(await bare.get())
  is<[number, number]>()(await bare.parent.get())
  is<null>()(bare.parent.parent)
  // Groups of groups in a chain.
  const two = await chain(add.s(1, 1), group(double.s(), double.s()), group(sum.s(), note.si('a'))).delay()
  is<[number, null]>()(await two.get())
  is<[number, number]>()(await two.parent.get())
  is<number[][]>()(await (await add.chunks([[1, 2]], 10).delay()).get())
  is<number[]>()(await (await chain(add.s(1, 2), double.map([1, 2])).delay()).get())
  // A type that names the value alone takes what any canvas gives.
  const lone: AsyncResult<number | string> = await add.delay(1, 2)
  const steps: AsyncResult<number> = await chain(add.s(1, 2), double.s()).delay()
  const pair: GroupResult<[number, number]> = await group(add.s(1, 2), double.s(1)).delay()
  const many: GroupResult<number[]> = await group(numbers.map((n) => add.s(n, n))).delay()
  for (const sent of [lone, steps, pair, many]) is<AnyResult | null>()(sent.parent)
  // A group's children are its results; what a task starts is its own affair.
  is<AsyncResult<number, []>>()((await (await group(add.s(1, 2), note.s('a')).delay()).children())[0])
  for await (const [, value] of sms.collect()) is<Json>()(value)
  // Callbacks get what the members give, and errors if they are not thrown; nothing else is given then.
  is<undefined>()(
    await both.join({ callback: (id, value) => [is<string>()(id), is<string | number>()(value)] }),
  )
  is<undefined>()(
    await both.join({ propagate: false, callback: async (_, value) => is<string | number | Error>()(value) }),
  )
  is<[string, number]>()(await both.join({ timeout: 1 }))
  is<[string | Error, number | Error]>()(await both.get({ propagate: false, timeout: 1 }))
  // Who takes anything that can be waited for sees the values.
  const waits = <Value>(result: { get(options?: GetOptions): Promise<Value> }) => result.get()
  is<[string, number]>()(await waits(both))
  is<number>()(await waits(lone as AsyncResult<number>))
  // Members as they end: what has succeeded has its value, what has not its error.
  for await (const [id, end] of both.iterNative()) {
    is<string>()(id)
    if (end.status === 'SUCCESS') is<string | number>()(end.result)
    else is<Error>()(end.result)
  }
  const nested = await group(chain(add.s(1, 2), group(double.s(), add.s(1))), note.s('a')).delay()
  for await (const [, end] of nested.iterNative())
    if ('status' in end) is<TaskEnd<null>>()(end)
    else is<readonly [AsyncResult<number, []>, AsyncResult<number, []>]>()(end)
  for await (const [, end] of many.iterNative()) if ('status' in end) is<TaskEnd<number>>()(end)
  // A set takes results of any kind, and gives the values of all.
  const set = new ResultSet([steps, await shout.delay('a')])
  is<(number | string)[]>()(await set.get())
  is<(number | string | Error)[]>()(await set.join({ propagate: false }))
  is<undefined>()(await set.join({ callback: (_, value) => is<number | string>()(value) }))
  set.add(await shout.delay('b'))
  for await (const [, end] of set.iterNative())
    if (end.status === 'SUCCESS') is<number | string>()(end.result)
  const numbered = new ResultSet<AsyncResult<number>>()
  numbered.update([steps, await double.delay(1)])
  is<number[]>()(await numbered.get())
}
