import type { AsyncResult } from '../../../src/canvas/result.ts'
import type { ImmutableSignature, Signature } from '../../../src/canvas/signature.ts'
import { is } from '../expect.ts'
import {
  add,
  box,
  double,
  join,
  note,
  pick,
  poll,
  say,
  sendSms,
  sendWhatsapp,
  shout,
  total,
} from '../tasks.ts'

// Arguments are bound from the right; labels survive.
is<Signature<[x: number, y: number], number, 'add', {}>>()(add.s())
is<Signature<[x: number], number, 'add', {}>>()(add.s(2))
is<Signature<[], number, 'add', {}>>()(add.s(1, 2))
is<Signature<[account: number], string, 'send_sms', {}>>()(sendSms.s('hi'))
is<ImmutableSignature<string, 'send_sms'>>()(sendSms.si(1, 'hi'))
// Optional and rest parameters leave more than one possibility.
is<Signature<[text: string] | [], string, 'shout', {}>>()(shout.s('a'))
shout.s('a').delay()
shout.s('a').delay('b')
shout.s().delay('a')
shout.s().delay('a', '?')
say.s(1, 2).delay('a')
say.s(1, 2).delay('a', 3)
say.s('a', 2).delay()
// Literals, unions, null, promises, nothing.
pick.s('a', 1)
pick.s(1).delay('b')
note.s(null)
note.s('a')
is<Signature<[], null, 'note', {}>>()(note.s('a'))
is<Signature<[], number, 'double', {}>>()(double.s(1))
is<Signature<[statuses: readonly string[]], number, 'total', {}>>()(total.s())
// Mutable and readonly lists.
total.s(['a'])
total.s(['a'] as const)
join.s(['a'], '-')
// A bound task's context does not count.
is<Signature<[url: string], string, 'poll', {}>>()(poll.s())
// Keyword arguments.
is<Signature<[items: string[]], string, 'join', {}>>()(join.signature({ kwargs: { sep: '+' } }))
join.signature({ kwargs: { sep: '+' } }).delay(['a'])
join.signature({ args: [['a']], kwargs: { sep: '+' }, queue: 'q' }).delay()
join.signature({ kwargs: { items: ['a'], sep: '+' } }).delay()
join.s(['a']).applyAsync({ kwargs: { sep: '+' } })
join.applyAsync({ args: [['a']], kwargs: { sep: '+' }, countdown: 5 })
join.applyAsync({ kwargs: { items: ['a'] } })
box.signature({ kwargs: { depth: 3 } }).delay(1, 2)
box.signature({ kwargs: { height: 2 } }).applyAsync({ args: [1], kwargs: { depth: 3 } })
is<ImmutableSignature<string, 'join'>>()(join.signature({ args: [['a'], '-'], immutable: true }))
// Sending.
is<Promise<AsyncResult<number, []>>>()(add.s(1).delay(2))
is<Promise<AsyncResult<number, []>>>()(add.delay(1, 2))
add.s(1, 2).applyAsync()
add.s(1, 2).applyAsync({ countdown: 5, eta: new Date(), expires: 10, queue: 'q', priority: 3 })
add.s(1).applyAsync({ args: [1], link: double.s(), linkError: [note.s()] })
// Words give the signature with what is still missing.
is<Signature<[x: number], number, 'add', {}>>()(add.s(1).set({ countdown: 5 }).link(double.s()))
is<Signature<[], number, 'add', {}>>()(add.s(1).clone({ args: [2] }))
is<ImmutableSignature<number[], 'double'>>()(double.map([1, 2]))
is<ImmutableSignature<number[], 'add'>>()(add.starmap([[1, 2]]))
// Variance: what takes more fits where less is given.
const takesList: Signature<[pair: [number, number]], number> = total as unknown as Signature<
  [numbers: readonly number[]],
  number
>
takesList.delay([1, 2])
const gives: Signature<[], string | number> = add.s(1, 2)
gives.delay()
// Results.
export async function results() {
  is<number>()(await (await add.delay(1, 2)).get())
  is<number | Error>()(await (await add.delay(1, 2)).get({ propagate: false }))
  is<number>()(await (await add.delay(1, 2)).get({ timeout: 1 }))
  is<readonly [string, `${number}: ${string}`]>()(await (await sendWhatsapp.delay('a', 1, 'b')).get())
  is<null>()((await add.delay(1, 2)).parent)
}
