import { chain } from '../../../src/canvas/chain.ts'
import { chord } from '../../../src/canvas/chord.ts'
import { group } from '../../../src/canvas/group.ts'
import { add, app, audit, box, join, sendSms, shout, sum, total } from '../tasks.ts'

// What an editor shows at the mark: `?` in a hover, `.` as completions, `(` as the form of a call.
// A task and its signatures.
export const task = sendSms
//           ? const task: Task<[account: number, message: string], string, "send_sms", readonly []>
export const signature = sendSms.s('hi')
//           ? const signature: Signature<[account: number], string, "send_sms", {}>
export const immutable = sendSms.si(1, 'hi')
//           ? const immutable: ImmutableSignature<string, "send_sms">
export const silent = audit.s()
//           ? const silent: Silent<[x: number], number, "audit", {}>
export const steps = chain(sendSms.s('hi'), shout.s())
//           ? const steps: Chain<[account: number], string, [Signature<[account: number], string, "send_sms", {}>, Signature<[text: string, mark?: string | undefined], string, "shout", {}>]>
export const both = group(add.s(1), add.s(2))
//           ? const both: Group<[x: number], [number, number], [Signature<[x: number], number, "add", {}>, Signature<[x: number], number, "add", {}>]>
export const joined = chord([add.s(1, 1)], sum.s())
//           ? const joined: Chord<[], number, readonly [Signature<[], number, "add", {}>], Signature<[numbers: readonly number[]], number, "sum", {}>>
export const sent = steps.delay(1)
//           ? const sent: Promise<AsyncResult<string, readonly [Signature<[account: number], string, "send_sms", {}>]>>
// The words of a task and of its signatures, by what is given: labels and public names, and nothing of how it is checked.
sendSms.delay(1, 'hi')
//      ? (method) Task<[account: number, message: string], string, "send_sms", readonly []>.delay<readonly [1, "hi"]>(account: number, message: string): Promise<AsyncResult<string, []>>
sendSms.applyAsync({ args: [1, 'hi'] })
//      ? (method) Task<[account: number, message: string], string, "send_sms", readonly []>.applyAsync<readonly [{ readonly args: [1, "hi"]; }]>(call: { readonly args: [account: number, message: string]; } & SendOptions & LinkOptions): Promise<AsyncResult<string, []>>
signature.delay(1)
//        ? (method) Signature<[account: number], string, "send_sms", {}>.delay<readonly [1]>(account: number): Promise<AsyncResult<string, []>>
signature.applyAsync({ args: [1], countdown: 5 })
//        ? (method) Signature<[account: number], string, "send_sms", {}>.applyAsync<readonly [{ readonly args: [1]; readonly countdown: 5; }]>(call: { readonly args: [account: number]; } & SendOptions & LinkOptions): Promise<AsyncResult<string, []>>
signature.set({ queue: 'sms' })
//        ? (method) Signature<[account: number], string, "send_sms", {}>.set<{ readonly queue: "sms"; }>(options: SendOptions): Signature<[account: number], string, "send_sms", {}>
signature.link(shout.s())
//        ? (method) Signature<[account: number], string, "send_sms", {}>.link<Signature<[text: string, mark?: string | undefined], string, "shout", {}>>(callback: Signature<[text: string, mark?: string | undefined], string, "shout", {}>): Signature<[account: number], string, "send_sms", {}>
immutable.delay()
//        ? (method) Signature<Anything, string, "send_sms", {} | null>.delay<readonly []>(): Promise<AsyncResult<string, []>>
silent.delay(1)
//     ? (method) Signature<[x: number], number, readonly ["audit"], {}>.delay<readonly [1]>(x: number): Promise<AsyncResult<null, []>>
both.delay(1)
//   ? (method) Group<[x: number], [number, number], [Signature<[x: number], number, "add", {}>, Signature<[x: number], number, "add", {}>]>.delay<readonly [1]>(x: number): Promise<GroupResult<[number, number], [Signature<[x: number], number, "add", {}>, Signature<[x: number], number, "add", {}>], []>>
both.pipe(sum.s())
//   ? (method) Group<[x: number], [number, number], [Signature<[x: number], number, "add", {}>, Signature<[x: number], number, "add", {}>]>.pipe<Signature<[numbers: readonly number[]], number, "sum", {}>>(next: Signature<[numbers: readonly number[]], number, "sum", {}>): Chord<[x: number], number, [Signature<[x: number], number, "add", {}>, Signature<[x: number], number, "add", {}>], Signature<[numbers: readonly number[]], number, "sum", {}>>
joined.set({ queue: 'sums' })
//     ? (method) Chord<[], number, readonly [Signature<[], number, "add", {}>], Signature<[numbers: readonly number[]], number, "sum", {}>>.set<{ readonly queue: "sums"; }>(options: SendOptions): Chord<[], number, readonly [Signature<[], number, "add", {}>], Signature<[numbers: readonly number[]], number, "sum", {}>>
app.task('tried', { bind: true }, (self, _url: string) => self.retry({ countdown: 5 }))
//                                                             ? (method) Context<unknown, readonly [string, ...unknown[]]>.retry<{ readonly countdown: 5; }>(options?: RetryOptions<readonly [string, ...unknown[]]> | undefined): never
// The words, and nothing else.
task.name
//   . applyAsync chunks delay map name s si signature starmap toString
signature.task
//        . app applyAsync clone delay link linkError onError pipe set stamp task toJSON toString
immutable.task
//        . app applyAsync clone delay link linkError onError pipe set stamp task toJSON toString
steps.app
//    . app applyAsync clone delay link linkError onError pipe set stamp toJSON toString
both.app
//   . app applyAsync clone delay linkError onError pipe set skew stamp toJSON toString
joined.app
//     . app applyAsync clone delay link linkError onError pipe set stamp toJSON toString
export const words = async () => (await sent).id
//                                            . asTuple children collect failed forget get graph id parent ready result revoke revokeByStampedHeaders state successful toString traceback
export const wordsOfGroup = async () => (await both.delay(1)).id
//                                                            . asTuple children collect completedCount delete failed forget get id iterNative join parent ready results revoke save successful toString waiting
app.name
//  . asyncResult backend broker close conf connectTo control groupResult name resultFromTuple runtime signature task tasks worker
export const incomplete = box.signature({ kwargs: { height: 1 } })
incomplete.task
//         . applyAsync delay set task toJSON toString
export const parts = add.chunks([[1, 2]], 1)
parts.group()
//    . applyAsync delay group toJSON toString
// The names of parameters, from the right.
sendSms.s()
//        ( s(account?: number | undefined, message?: string | undefined): Signature<[account: number, message: string], string, "send_sms", {}>
sendSms.s('hi')
//        ( s(message: string): Signature<[account: number], string, "send_sms", {}>
sendSms.s(1, 'hi')
//        ( s(account: number, message: string): Signature<[], string, "send_sms", {}>
sendSms.si(1, 'hi')
//         ( si(account: number, message: string): ImmutableSignature<string, "send_sms">
signature.delay(1)
//              ( delay(account: number): Promise<AsyncResult<string, []>>
shout.delay('a')
//          ( delay(text: string, mark?: string | undefined): Promise<AsyncResult<string, []>>
total.s()
//      ( s(statuses?: readonly string[] | undefined): Signature<[statuses: readonly string[]], number, "total", {}>
// The keywords of a task.
join.signature({ kwargs: { sep: '+' } })
//                         . items sep
join.applyAsync({ kwargs: { items: ['a'] } })
//                          . items sep
join.s(['a']).applyAsync({ kwargs: { sep: '+' } })
//                                   . sep
join.s(['a']).applyAsync({ kwargs: {} })
//                                  . sep
join.applyAsync({ args: [['a']], kwargs: { sep: '+' } })
//                                         . items sep
