import type { Json, JsonObject } from '../../src/canvas/json.ts'

/** A command of Celery's workers (worker/control.py), and what is said with it on the command line. */
export interface RemoteCommand {
  readonly says: string
  /** Its arguments in their order, each with how its text is read. */
  readonly args?: readonly (readonly [name: string, read: Read])[]
  /** The argument that takes all the rest. */
  readonly rest?: string
  /** How many words must be there. */
  readonly least?: number
}

/** A text of the command line as a value; throws with what was expected. */
type Read = (text: string) => Json

const text: Read = (given) => given
const number: Read = (given) => {
  const value = Number(given)
  if (given.trim() === '' || !Number.isFinite(value)) throw new TypeError(`expected a number, got ${given}`)
  return value
}

const truth: Read = (given) => {
  if (['true', 'yes', '1'].includes(given.toLowerCase())) return true
  if (['false', 'no', '0'].includes(given.toLowerCase())) return false
  throw new TypeError(`expected true or false, got ${given}`)
}

/** `celeriac inspect`: asks, and changes nothing. */
export const INSPECT: Readonly<Record<string, RemoteCommand>> = {
  active: { says: 'the tasks that run' },
  active_queues: { says: 'the queues it consumes' },
  clock: { says: 'its logical clock' },
  conf: { says: 'its settings; true: with the defaults, too', args: [['with_defaults', truth]] },
  memdump: { says: 'what memsample measured before (Python)', args: [['samples', number]] },
  memsample: { says: 'how much memory it has' },
  objgraph: {
    says: 'a picture of its objects (Python)',
    args: [
      ['type', text],
      ['num', number],
      ['max_depth', number],
    ],
  },
  ping: { says: 'whether it is there' },
  query_task: { says: 'what it knows of tasks', rest: 'ids', least: 1 },
  registered: { says: 'its tasks, with these of their options', rest: 'taskinfoitems' },
  report: { says: 'what it runs on, as text for a bug report' },
  reserved: { says: 'the tasks that wait for their turn' },
  revoked: { says: 'the ids that were revoked' },
  scheduled: { says: 'the tasks that wait for their eta' },
  stats: { says: 'what it has done, and with what' },
}

/** `celeriac control`: changes what workers do. */
export const CONTROL: Readonly<Record<string, RemoteCommand>> = {
  add_consumer: {
    says: 'consume another queue',
    args: [
      ['queue', text],
      ['exchange', text],
      ['exchange_type', text],
      ['routing_key', text],
    ],
    least: 1,
  },
  autoscale: {
    says: 'between so many processes (Python)',
    args: [
      ['max', number],
      ['min', number],
    ],
  },
  cancel_consumer: { says: 'consume a queue no more', args: [['queue', text]], least: 1 },
  disable_events: { says: 'tell of tasks no more' },
  enable_events: { says: 'tell whoever watches of tasks' },
  heartbeat: { says: 'tell whoever watches that it is there' },
  pool_grow: { says: 'run so many more tasks at once; 1', args: [['n', number]] },
  pool_restart: { says: 'start the processes anew (Python)' },
  pool_shrink: { says: 'run so many fewer tasks at once; 1', args: [['n', number]] },
  rate_limit: {
    says: 'let a task start so often: 10/m, 0 is free',
    args: [
      ['task_name', text],
      ['rate_limit', text],
    ],
    least: 2,
  },
  revoke: { says: 'drop these tasks', rest: 'task_id', least: 1 },
  revoke_by_stamped_headers: { says: 'drop tasks with these stamps: name=value', rest: 'headers', least: 1 },
  shutdown: { says: 'end' },
  terminate: {
    says: 'end these tasks: SIGTERM and their ids',
    args: [['signal', text]],
    rest: 'task_id',
    least: 2,
  },
  time_limit: {
    says: 'soft and hard limit of a task in seconds',
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
  if (given.length < least || (rest === undefined && given.length > args.length))
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
    ...(rest === undefined ? [] : [args.length < least ? `<${rest}...>` : `[${rest}...]`]),
  ].join(' ')

/** The commands as a table for a help text; what is said of a long one stands below it. */
export const listOf = (commands: Readonly<Record<string, RemoteCommand>>): string =>
  Object.entries(commands)
    .map(([name, command]) => {
      const call = `${name} ${usageOf(command)}`
      const gap = call.length > WIDTH ? `\n${' '.repeat(WIDTH + 3)}` : ' '
      return `  ${call.padEnd(WIDTH)}${gap}${command.says}`
    })
    .join('\n')

const WIDTH = 34
