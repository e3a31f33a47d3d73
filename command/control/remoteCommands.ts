import type { Json, JsonObject } from '../../src/canvas/json.ts'

/** A command of Celery's workers (worker/control.py), and what is said with it on the command line. */
export interface RemoteCommand {
  readonly says: string
  /** Its arguments in their order, each with how its text is read. */
  readonly args?: readonly (readonly [name: string, read: Read])[]
  /** How many of them must be there. */
  readonly least?: number
  /** The argument that takes all the rest, one at least. */
  readonly rest?: string
}

/** A text of the command line as a value; throws with what was expected. */
type Read = (text: string) => Json

const text: Read = (given) => given
const number: Read = (given) => {
  const value = Number(given)
  if (given.trim() === '' || !Number.isFinite(value)) throw new TypeError(`expected a number, got ${given}`)
  return value
}

/** `celeriac inspect`: asks, and changes nothing. */
export const INSPECT: Readonly<Record<string, RemoteCommand>> = {
  active: { says: 'the tasks that run' },
  active_queues: { says: 'the queues it consumes' },
  clock: { says: 'its logical clock' },
  conf: { says: 'its settings (Python)' },
  ping: { says: 'whether it is there' },
  query_task: { says: 'what it knows of tasks', rest: 'ids' },
  registered: { says: 'the tasks whose code it has' },
  report: { says: 'what it runs on (Python)' },
  reserved: { says: 'the tasks that wait for their turn' },
  revoked: { says: 'the ids that were revoked' },
  scheduled: { says: 'the tasks that wait for their eta' },
  stats: { says: 'what it has done, and with what' },
}

/** `celeriac control`: changes what workers do. */
export const CONTROL: Readonly<Record<string, RemoteCommand>> = {
  add_consumer: { says: 'consume another queue (Python)', args: [['queue', text]], least: 1 },
  cancel_consumer: { says: 'consume a queue no more (Python)', args: [['queue', text]], least: 1 },
  disable_events: { says: 'tell of tasks no more' },
  enable_events: { says: 'tell whoever watches of tasks' },
  heartbeat: { says: 'tell whoever watches that it is there' },
  pool_grow: { says: 'run so many more tasks at once (Python)', args: [['n', number]] },
  pool_shrink: { says: 'run so many fewer tasks at once (Python)', args: [['n', number]] },
  rate_limit: {
    says: 'let a task start so often, 10/m (Python)',
    args: [
      ['task_name', text],
      ['rate_limit', text],
    ],
    least: 2,
  },
  revoke: { says: 'drop these tasks', rest: 'task_id' },
  shutdown: { says: 'end' },
  terminate: {
    says: 'end these tasks: SIGTERM and their ids',
    args: [['signal', text]],
    least: 1,
    rest: 'task_id',
  },
  time_limit: {
    says: 'the soft and hard limit of a task, in seconds (Python)',
    args: [
      ['task_name', text],
      ['soft', number],
      ['hard', number],
    ],
    least: 2,
  },
}

/** What is said with a command as its arguments by name; throws with what it takes. */
export const argumentsOf = (name: string, command: RemoteCommand, given: readonly string[]): JsonObject => {
  const { args = [], least = 0, rest } = command
  const needed = least + (rest === undefined ? 0 : 1)
  if (given.length < needed || (rest === undefined && given.length > args.length))
    throw new TypeError(
      `${name} takes ${usageOf(command) || 'no arguments'}; got ${given.join(' ') || 'none'}`,
    )
  const named = args.slice(0, given.length).map(([key, read], index) => [key, read(given[index]!)] as const)
  return {
    ...Object.fromEntries(named),
    ...(rest !== undefined && { [rest]: given.slice(args.length) }),
  }
}

/** `<task_name> <soft> [hard]` */
export const usageOf = ({ args = [], least = 0, rest }: RemoteCommand): string =>
  [
    ...args.map(([key], index) => (index < least ? `<${key}>` : `[${key}]`)),
    ...(rest === undefined ? [] : [`<${rest}...>`]),
  ].join(' ')

/** The commands as a table for a help text. */
export const listOf = (commands: Readonly<Record<string, RemoteCommand>>): string =>
  Object.entries(commands)
    .map(([name, command]) => `  ${`${name} ${usageOf(command)}`.padEnd(34)} ${command.says}`)
    .join('\n')
