import { appendFileSync } from 'node:fs'
import type { Redis } from 'ioredis'
import type { Canvas } from '../../../src/canvas/canvas.ts'
import type { Json, JsonObject } from '../../../src/canvas/json.ts'
import type { AnyResult } from '../../../src/canvas/result.ts'
import { Celery, type Configuration, SoftTimeLimitExceeded } from '../../../src/index.ts'
import { add, multiply, sum } from '../../conformance/python.ts'
import { type AnyCanvas, type AnyContext, type AnyTask, untyped } from '../../conformance/words.ts'

/** What these tasks are given as `self`. */
interface Self extends AnyContext {
  sleep(seconds: number): Promise<void>
  addToChord(canvas: AnyCanvas): void
}

type Define = (
  name: string,
  options: { readonly parameters: readonly string[]; readonly [option: string]: unknown },
  fn: (...args: never[]) => unknown,
) => AnyTask

const { chain, chord, group } = untyped

/** The tasks of Celery's t/integration/tasks.py once more, as far as its tests of canvases use them. */
export function integrationApp(settings: Configuration, redis: Redis): Celery {
  const app = new Celery('integration', settings as {})
  const task: Define = (name, options, fn) =>
    app.task(`t.integration.tasks.${name}`, options, fn as never) as unknown as AnyTask

  const identity = task('identity', { parameters: ['x'] }, (x: Json) => x)
  const plus = task('add', { parameters: ['x', 'y', 'z?'] }, (x: Json, y: Json, z: Json = null) =>
    z ? add(add(x, y), z) : add(x, y),
  )
  task('mul', { parameters: ['x', 'y'] }, multiply)
  task('write_to_file_and_return_int', { parameters: ['file_name', 'i'] }, (file: string, i: number) => {
    appendFileSync(file, `${i}\n`)
    return i
  })
  task('add_not_typed', { parameters: ['x', 'y'], typing: false }, add)
  task('add_ignore_result', { parameters: ['x', 'y'], ignoreResult: true }, add)
  const raiseError = task('raise_error', { parameters: ['*args'] }, () => {
    throw new ValueError('deliberate error')
  })
  task('chain_add', { parameters: ['x', 'y'] }, async (x: Json, y: Json) => {
    await send(chain(plus.s(x, x), plus.s(y)))
  })
  task('chord_add', { parameters: ['x', 'y'] }, async (x: Json, y: Json) => {
    await send(chord([plus.s(x, x)] as never, plus.s(y)))
  })
  task(
    'delayed_sum',
    { bind: true, parameters: ['numbers', 'pause_time?'] },
    async (self: Self, numbers: Json, pauseTime: number = 1) => {
      await self.sleep(pauseTime)
      return sum(numbers)
    },
  )
  task(
    'delayed_sum_with_soft_guard',
    { bind: true, parameters: ['numbers', 'pause_time?'] },
    async (self: Self, numbers: Json, pauseTime: number = 1) => {
      try {
        await self.sleep(pauseTime)
        return sum(numbers)
      } catch (error) {
        if (error instanceof SoftTimeLimitExceeded) return 0
        throw error
      }
    },
  )
  const tsum = task('tsum', { parameters: ['nums'] }, sum)
  task('xsum', { parameters: ['nums'] }, (nums: readonly Json[]) =>
    sum(nums.map((num) => (Array.isArray(num) ? sum(num) : num))),
  )

  task('add_replaced', { bind: true, parameters: ['x', 'y'] }, (self: Self, x: Json, y: Json) =>
    self.replace(plus.s(x, y)),
  )
  const echoing = (self: Self): AnyCanvas => {
    const { link_msg: message = null } = self.request.kwargs
    return message === null ? echo.s() : echo.signature({ args: [message], kwargs: {}, immutable: true })
  }
  const replacing = { bind: true, parameters: ['*args', '**kwargs'] } as const
  task('replace_with_chain', replacing, (self: Self, ...args: Json[]) =>
    self.replace(chain(identity.s(...args), identity.s()).link(echoing(self))),
  )
  task('replace_with_chain_which_raises', replacing, (self: Self, ...args: Json[]) =>
    self.replace(chain(identity.s(...args), raiseError.s()).linkError(echoing(self))),
  )
  task('replace_with_empty_chain', { bind: true, parameters: ['*args'] }, (self: Self) =>
    self.replace(chain()),
  )
  task('add_to_all', { bind: true, parameters: ['nums', 'val'] }, (self: Self, nums: Json[], val: Json) =>
    self.replace(group(...nums.map((num) => plus.s(num, val)))),
  )
  task(
    'add_to_all_to_chord',
    { bind: true, parameters: ['nums', 'val'] },
    (self: Self, nums: Json[], val: Json) => {
      for (const num of nums) self.addToChord(plus.s(num, val))
      return 0
    },
  )
  task(
    'add_chord_to_chord',
    { bind: true, parameters: ['nums', 'val'] },
    (self: Self, nums: Json[], val: Json) => {
      self.addToChord(group(...nums.map((num) => plus.s(num, val))).pipe(tsum.s()))
      return 0
    },
  )

  task(
    'print_unicode',
    { parameters: ['log_message?', 'print_message?'] },
    (log = 'håå®ƒ valmuefrø', _ = '') => {
      process.emitWarning(log)
    },
  )
  task('return_exception', { parameters: ['e'] }, (e: Json) => [e, true])
  task('sleeping', { bind: true, parameters: ['i', '**kwargs'] }, (self: Self, i: number) => self.sleep(i))
  const idsOf = ({ request }: Self, i: Json) => [request.rootId, request.parentId, i]
  task('ids', { bind: true, parameters: ['i'] }, idsOf)
  task('collect_ids', { bind: true, parameters: ['res', 'i'] }, (self: Self, res: Json, i: Json) => [
    res,
    idsOf(self, i),
  ])

  let attempt = 0
  task(
    'retry',
    { bind: true, defaultRetryDelay: 1, parameters: ['return_value?'] },
    (self: Self, value: Json = null) => {
      if (value) {
        if (attempt >= 3) {
          attempt = 0
          return value
        }
        attempt++
      }
      return self.retry({ exc: new ExpectedException(), countdown: 5 })
    },
  )
  task('retry_once', { bind: true, maxRetries: 1, parameters: ['*args', '**kwargs'] }, (self: Self) => {
    const { retries, kwargs } = self.request
    const {
      expires = null,
      max_retries = 1,
      countdown = 0.1,
    } = kwargs as {
      readonly expires?: number | null
      readonly max_retries?: number
      readonly countdown?: number | null
    }
    if (retries) return retries
    return self.retry({
      ...(countdown !== null && { countdown }),
      ...(expires !== null && { expires }),
      maxRetries: max_retries,
    })
  })
  task(
    'retry_once_priority',
    { bind: true, maxRetries: 1, parameters: ['*args', '**kwargs'] },
    (self: Self) =>
      self.request.retries
        ? self.request.deliveryInfo.priority
        : self.retry({ countdown: 0.1, maxRetries: 1 }),
  )
  task(
    'retry_once_headers',
    { bind: true, maxRetries: 1, parameters: ['*args', '**kwargs'] },
    (self: Self) =>
      self.request.retries ? self.request.headers : self.retry({ countdown: 0.1, maxRetries: 1 }),
  )

  const echo = task(
    'redis_echo',
    { parameters: ['message', 'redis_key?'] },
    async (message: Json, key: string = 'redis-echo') => {
      await redis.rpush(key, text(message))
    },
  )
  task(
    'redis_echo_group_id',
    { bind: true, parameters: ['_', 'redis_key?'] },
    async (self: Self, _: Json, key: string = 'redis-group-ids') => {
      await redis.rpush(key, String(self.request.group))
    },
  )
  const count = async (key: string = 'redis-count'): Promise<void> => {
    await redis.incr(key)
  }
  task('redis_count', { parameters: ['redis_key?'] }, count)
  const first = task(
    'second_order_replace1',
    { bind: true, parameters: ['state?'] },
    async (self: Self, state: boolean = false) => {
      await redis.rpush('redis-echo', state ? 'Out A' : 'In A')
      if (!state) self.replace(chain(second.s(), again(first)))
    },
  )
  const second = task(
    'second_order_replace2',
    { bind: true, parameters: ['state?'] },
    async (self: Self, state: boolean = false) => {
      await redis.rpush('redis-echo', state ? 'Out B' : 'In B')
      if (!state) self.replace(chain(echo.s('In/Out C'), again(second)))
    },
  )
  task('build_chain_inside_task', { bind: true, parameters: [] }, async () =>
    (await send(chain(plus.s(1, 1), plus.s(2), group(plus.s(3), plus.s(4)), plus.s(5)))).asTuple(),
  )

  const refuse = (...args: Json[]): never => {
    throw new ExpectedException('Task expected to fail', ...args)
  }
  const fail = task('fail', { parameters: ['*args'] }, refuse)
  task('fail_replaced', { bind: true, parameters: ['*args'] }, (self: Self, ...args: Json[]) =>
    self.replace(fail.signature({ args, kwargs: {}, immutable: true })),
  )
  task(
    'return_priority',
    { bind: true, parameters: ['*args'] },
    (self: Self) => `Priority: ${self.request.deliveryInfo.priority}`,
  )

  const adds = plus.s()
  const nested: Readonly<Record<string, () => AnyCanvas>> = {
    chain_chain: () => chain(chain(adds)),
    chain_group: () => chain(group(adds)),
    chain_chord: () => chain(chord([adds] as never, adds)),
    group_chain: () => group(chain(adds)),
    group_group: () => group(group(adds)),
    group_chord: () => group(chord([adds] as never, adds)),
    chord_chain: () => chord(chain(adds), adds),
    chord_group: () => chord(group(adds), adds),
    chord_chord: () => chord(chord([adds] as never, adds), adds),
  }
  for (const [name, canvas] of Object.entries(nested))
    task(`return_nested_signature_${name}`, { parameters: [] }, () => canvas().toJSON())
  task('rebuild_signature', { parameters: ['sig_dict'] }, (dict: JsonObject) => {
    const visit = (canvas: Canvas): void => {
      const { tasks = [], body = null } = canvas.kwargs as {
        readonly tasks?: readonly Canvas[]
        readonly body?: Canvas | null
      }
      for (const each of tasks) visit(each)
      if (body) visit(body)
    }
    visit(app.signature(dict).toJSON())
  })

  task('errback_old_style', { parameters: ['request_id'] }, async (id: string) => {
    await count(id)
    return id
  })
  task('errback_new_style', { parameters: ['request', 'exc', 'tb'] }, (request: { readonly id: string }) => {
    void count(request.id)
    return request.id
  })
  const me = task('replaced_with_me', { parameters: [] }, () => true)
  task(
    'replace_with_stamped_task',
    {
      bind: true,
      parameters: ['replace_with?'],
      onReplace: (_: unknown, canvas: AnyCanvas) =>
        canvas.stamp(
          {},
          { visitor: { onSignature: () => ({ StampOnReplace: 'This is the replaced task' }) } },
        ),
    },
    (self: Self, dict: JsonObject | null = null) =>
      self.replace(dict ? (app.signature(dict) as never) : me.s()),
  )
  return app
}

/** What Python sends as bytes is spelt as kombu's JSON does. */
const text = (message: Json): string =>
  typeof message === 'object' && message !== null && '__value__' in message
    ? String(message.__value__)
    : String(message)

const again = (task: AnyTask): AnyCanvas =>
  task.signature({ args: [], kwargs: { state: true }, immutable: true })

const send = (canvas: AnyCanvas): Promise<AnyResult> =>
  (canvas as unknown as { delay(): Promise<AnyResult> }).delay()

/** Python's own exception, of which only the name travels. */
class ValueError extends Error {}

/** The exception of the module that is ported, as its clients know it. */
class ExpectedException extends Error {
  readonly module = 't.integration.tasks'
  readonly args: readonly Json[]

  constructor(...args: readonly Json[]) {
    super(args.join(', '))
    this.args = args
  }

  override get name(): string {
    return 'ExpectedException'
  }
}
