// The tasks that the type tests speak of.
import { Celery } from '../../src/canvas/celery.ts'
import type { Json } from '../../src/canvas/json.ts'

export const app = new Celery('bank')

export const sendSms = app.task('send_sms', (account: number, message: string) => `${account}: ${message}`)
export const sendWhatsapp = app.task(
  'send_whatsapp',
  (sms: string, account: number, message: string) => [sms, `${account}: ${message}`] as const,
)
export const total = app.task('total', (statuses: readonly string[]) => statuses.length)
export const add = app.task('add', (x: number, y: number) => x + y)
export const double = app.task('double', async (x: number) => x * 2)
export const sum = app.task('sum', (numbers: readonly number[]) => numbers.reduce((x, y) => x + y, 0))
export const upto = app.task('upto', (numbers: readonly number[]) => [...numbers])
export const shout = app.task('shout', (text: string, mark = '!') => text + mark)
export const join = app.task('join', { parameters: ['items', 'sep'] }, (items: string[], sep = '-') =>
  items.join(sep),
)
export const box = app.task(
  'box',
  { parameters: ['width', 'height', 'depth'] },
  (width: number, height: number, depth: number) => ({ width, height, depth }),
)
export const label = app.task('label', (box: { width: number; height: number }) => `${box.width}`)
export const pick = app.task('pick', (kind: 'a' | 'b', count: number) => `${kind}${count}`)
export const say = app.task('say', (first: string, ...more: number[]) => first + more.length)
export const note = app.task('note', (_text: string | null) => {})
export const poll = app.task('poll', { bind: true, maxRetries: 5 }, (self, url: string) =>
  self.request.retries > 3 ? url : self.retry({ countdown: 1 }),
)
export const report = app.task('report', (taskId: string) => taskId.length)
export const explain = app.task(
  'explain',
  (request: import('../../src/canvas/context.ts').Request, exc: Error, _traceback: string) =>
    `${request.id}: ${exc.message}`,
)
export const pairUp = app.task('pair_up', (x: number, y: number): [number, number] => [x, y])
export const audit = app.task('audit', { ignoreResult: true }, (x: number) => x + 1)
export interface Tree {
  readonly name: string
  readonly children: readonly Tree[]
}
export const prune = app.task(
  'prune',
  (tree: Tree, depth = 1): Tree => (depth > 0 ? tree : { ...tree, children: [] }),
)
export const echo = app.task('echo', (value: Json) => value)
export const config = app.task(
  'config',
  (options: { readonly deep?: { readonly at: 'a' | 'b' }; list?: number[] }) => options,
)
export const numbers: number[] = [1, 2, 3]

export const rpc = new Celery('rpc', { broker: 'amqp://localhost', backend: 'rpc://' })
export const rpcAdd = rpc.task('rpc.add', (x: number, y: number) => x + y)
export const rpcSum = rpc.task('rpc.sum', (numbers: readonly number[]) => numbers.length)
export const noBackend = new Celery('silent', { broker: 'amqp://localhost' })
export const silentAdd = noBackend.task('silent.add', (x: number, y: number) => x + y)
export const silentSum = noBackend.task('silent.sum', (numbers: readonly number[]) => numbers.length)
