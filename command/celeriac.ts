import { readdirSync, readFileSync } from 'node:fs'
import tab from '@bomb.sh/tab/commander'
import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import { flags } from '../lessons/arguments.ts'
import { chapters } from '../lessons/chapters.ts'
import { formats } from '../playground/export/formats.ts'
import { backendUrl } from '../playground/run/world.ts'
import { type LogLevel, logLevels } from '../src/runtime/workerLog.ts'
import type { AskOptions } from './control/askCommand.ts'
import { CONTROL, INSPECT, listOf, type RemoteCommand } from './control/remoteCommands.ts'
import type { WatchOptions } from './watch/watchCommand.ts'

/** The command line of the package. `exit` is told the code that a command ends with. */
export const celeriac = (exit: (code: number) => void): Command => {
  const program = new Command('celeriac')
    .description(
      "Celery's canvas for TypeScript: lessons, a playground, programs run on virtual time, workers of a real cluster, and a look at one.",
    )
    .version(version(), '-v, --version')
    .exitOverride()
    .showHelpAfterError('(celeriac --help shows what there is)')
    .addHelpText('after', help)

  // These two are started before this is loaded; here they are known for help and completions.
  const lesson = program
    .command('lesson [chapter] [step]')
    .description('open a chapter of the course; without a number list them')
  for (const { name, value, says } of flags)
    lesson.option(value === null ? name : `${name} <${value.toLowerCase()}>`, says)
  program
    .command('playground [file]')
    .description('write a canvas with live types, run it, and look into its run')
    .option('--ascii', 'draw with ASCII characters')
    .option('--no-motion', 'jump from event to event')

  world(program.command('run <file>'))
    .description('run a program on virtual time, and tell what happened; - reads it from the standard input')
    .option('--json', 'print the events as JSON lines')
    .option('--quiet', 'print what the program prints, and nothing else')
    .addHelpText('after', '\nExit codes: 0 it ran through, 1 it did not, 2 the command line is wrong.')
    .action(async (file: string, options: RunOptions) => {
      const { runCommand } = await import('./runCommand.ts')
      exit(await runCommand(file, options, process))
    })

  world(program.command('graph <file>'))
    .description('run a program, and write what it sends for other tools')
    .addOption(
      new Option('-f, --format <format>', `one of ${formats.map(({ name }) => name).join(', ')}, text`)
        .choices([...formats.map(({ name }) => name), 'text'])
        .default('text'),
    )
    .option('-o, --output <path>', 'write to a file instead of the standard output')
    .action(async (file: string, options: GraphOptions) => {
      const { graphCommand } = await import('./graphCommand.ts')
      exit(await graphCommand(file, options, process))
    })

  program
    .command('worker <file>')
    .description('run the tasks of a file on its broker, beside Python workers or without')
    .option('-c, --concurrency <number>', 'how many tasks it runs at once', whole(1), 10)
    .option('-Q, --queues <names>', 'the queues it consumes, with commas between', names)
    .option('-n, --hostname <name>', 'its name; %h is the name of the machine', 'celery@%h')
    .addOption(
      new Option('-l, --loglevel <level>', `what is worth a line: ${logLevels.join(', ')}`)
        .argParser(logLevel)
        .default('WARNING'),
    )
    .addOption(
      new Option('-P, --pool <kind>', 'run tasks in this process, or each in a thread of its own')
        .choices(['solo', 'threads'])
        .default('solo'),
    )
    .option('--max-tasks-per-child <number>', 'tasks after which a thread makes room for a new one', whole(1))
    .option('--prefetch-multiplier <number>', 'messages it holds for each task it can run', whole(0))
    .option('-E, --task-events', 'tell whoever watches about every task')
    .option('--time-limit <seconds>', 'the hard limit of tasks that have none', seconds)
    .option('--soft-time-limit <seconds>', 'the soft limit of tasks that have none', seconds)
    .option('--without-heartbeat', 'do not tell whoever watches that it is there')
    .option('--without-mingle', 'do not ask the other workers first which tasks were revoked')
    .addHelpText('after', '\nThe file exports an app. Ctrl-C lets running tasks end, twice does not.')
    .action(async (file: string, given: GivenWorkerOptions) => {
      const { withoutHeartbeat = false, withoutMingle = false, ...options } = given
      const { workerCommand } = await import('./workerCommand.ts')
      const [heartbeat, mingle] = [!withoutHeartbeat, !withoutMingle]
      // The file's program may have more to do; a worker that has stopped is at its end all the same.
      process.exit(await workerCommand(file, { ...options, heartbeat, mingle }, version(), process))
    })

  program
    .command('watch')
    .description('show what the workers of a real cluster do, as their events tell it')
    .requiredOption('-b, --broker <url>', 'the broker of the workers: redis://localhost:6379/0')
    .option('--enable-events', 'ask all workers to tell of their tasks')
    .option('--json', 'print the events as they come, as JSON lines')
    .option('--plain', 'print the events as text')
    .option('--events <number>', 'how many events of tasks are kept', whole(100), 5000)
    .option('--ascii', 'draw with ASCII characters')
    .addHelpText(
      'after',
      `
Events tell neither links nor groups: what a task sent is drawn behind it, and
the members of a group that a client sent are drawn each by itself.`,
    )
    .action(async (options: WatchOptions) => {
      const { watchCommand } = await import('./watch/watchCommand.ts')
      process.exit(await watchCommand(options))
    })

  asking(program.command('inspect'), INSPECT)
    .description('ask the workers of a real cluster what they do and know')
    .action(async (name: string, given: readonly string[], options: AskOptions) => {
      const { askCommand } = await import('./control/askCommand.ts')
      const asked = { name, command: INSPECT[name]!, given, showsReplies: true, counts: true }
      process.exit(await askCommand(asked, options, process))
    })
  asking(program.command('control'), CONTROL)
    .description('tell the workers of a real cluster what to do')
    .action(async (name: string, given: readonly string[], options: AskOptions) => {
      const { askCommand } = await import('./control/askCommand.ts')
      const asked = { name, command: CONTROL[name]!, given, showsReplies: true, counts: false }
      process.exit(await askCommand(asked, options, process))
    })
  asked(program.command('status'))
    .description('list the workers of a real cluster that are there')
    .action(async (options: AskOptions) => {
      const { askCommand } = await import('./control/askCommand.ts')
      const ping = { name: 'ping', command: INSPECT.ping!, given: [], showsReplies: false, counts: true }
      process.exit(await askCommand(ping, options, process))
    })

  completions(program)
  return program
}

/** What `run` and `graph` can be told of the world. */
export interface WorldOptions {
  readonly seed?: number
  readonly workers?: number
  readonly concurrency?: number
  readonly backend?: keyof typeof backendUrl
  readonly time?: number
  readonly allowNode?: boolean
}

/** The options of `run`. */
export interface RunOptions extends WorldOptions {
  readonly json?: boolean
  readonly quiet?: boolean
}

/** The options of `graph`. */
export interface GraphOptions extends WorldOptions {
  readonly format: string
  readonly output?: string
}

/** The options of `worker`, in Celery's names. */
export interface WorkerOptions {
  readonly concurrency: number
  readonly queues?: readonly string[]
  readonly hostname: string
  readonly loglevel: LogLevel
  readonly pool: 'solo' | 'threads'
  readonly maxTasksPerChild?: number
  readonly prefetchMultiplier?: number
  readonly taskEvents?: boolean
  readonly timeLimit?: number
  readonly softTimeLimit?: number
  readonly heartbeat: boolean
  readonly mingle: boolean
}

type GivenWorkerOptions = Omit<WorkerOptions, 'heartbeat' | 'mingle'> & {
  readonly withoutHeartbeat?: boolean
  readonly withoutMingle?: boolean
}

const world = (command: Command): Command =>
  command
    .option('--seed <number>', 'the same seed gives the same run', whole(0))
    .option('--workers <number>', 'how many workers there are', whole(0))
    .option('--concurrency <number>', 'processes of each worker', whole(1))
    .addOption(
      new Option('--backend <kind>', 'how the result backend treats chords').choices(Object.keys(backendUrl)),
    )
    .option('--time <seconds>', 'real time after which it is stopped', whole(1))
    .option('--allow-node', "let the program import Node's modules and use the network")

/** The options of what asks the workers, in Celery's names. */
const asked = (command: Command): Command =>
  command
    .requiredOption('-b, --broker <url>', 'the broker of the workers: redis://localhost:6379/0')
    .option('-t, --timeout <seconds>', 'how long answers are waited for', seconds, 1)
    .option('-d, --destination <names>', 'only these workers, with commas between', names)
    .option('-j, --json', 'print the answers as JSON')
    .addHelpText('after', '\nExit codes: 0 somebody answered, 2 the command line is wrong, 69 nobody did.')

const asking = (command: Command, commands: Readonly<Record<string, RemoteCommand>>): Command =>
  asked(
    command
      .addArgument(new Argument('<command>').choices(Object.keys(commands)))
      .argument('[arguments...]')
      .addHelpText('after', `\nCommands:\n${listOf(commands)}`),
  )

const whole = (least: number) => (text: string) => {
  const number = Number(text)
  if (!/^\d{1,9}$/.test(text) || number < least)
    throw new InvalidArgumentError(`It is a whole number from ${least}.`)
  return number
}

const names = (text: string): readonly string[] => {
  const all = text.split(',').map((name) => name.trim())
  if (all.some((name) => name === '')) throw new InvalidArgumentError('It is a name, or several: sms,mail.')
  return all
}

const logLevel = (text: string): LogLevel => {
  const level = logLevels.find((one) => one === text.toUpperCase())
  if (level === undefined) throw new InvalidArgumentError(`It is one of ${logLevels.join(', ')}.`)
  return level
}

const seconds = (text: string): number => {
  const number = Number(text)
  if (!(number > 0 && Number.isFinite(number))) throw new InvalidArgumentError('It is a number above 0.')
  return number
}

/** `celeriac complete zsh` prints the script that a shell reads; `bash`, `fish` and `powershell` likewise. */
const completions = (program: Command) => {
  const completion = tab(program)
  const { setup } = completion
  completion.setup = (name, executable, shell) => {
    if (shell === 'bash') console.log(bashWords)
    setup.call(completion, name, executable, shell)
  }
  const words =
    (all: readonly string[]) =>
    (complete: (word: string, says: string) => void): void => {
      for (const word of all) complete(word, '')
    }
  const offer = (command: string, option: string, all: readonly string[]) => {
    const found = completion.commands.get(command)?.options.get(option)
    if (found) found.handler = words(all)
  }
  for (const command of ['run', 'graph']) offer(command, 'backend', Object.keys(backendUrl))
  offer('worker', 'loglevel', logLevels)
  offer('worker', 'pool', ['solo', 'threads'])
  for (const [name, commands] of [
    ['inspect', INSPECT],
    ['control', CONTROL],
  ] as const) {
    const taken = completion.commands.get(name)?.arguments.get('command')
    if (taken)
      taken.handler = (complete) => {
        for (const [each, { says }] of Object.entries(commands)) complete(each, says)
      }
  }
  offer('graph', 'format', [...formats.map(({ name }) => name), 'text'])
  for (const { arguments: taken } of completion.commands.values()) {
    const file = taken.get('file')
    if (file) file.handler = words(programsBeside(process.argv.at(-1) ?? ''))
  }
  const chapter = completion.commands.get('lesson')?.arguments.get('chapter')
  if (chapter)
    chapter.handler = (complete) => {
      for (const { number, title } of chapters) complete(String(number), title)
    }
}

/** The programs in the folder of what is typed of a path, and the folders in which there may be more. */
const programsBeside = (typed: string): readonly string[] => {
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1)
  try {
    return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true }).flatMap((one) =>
      one.isDirectory()
        ? [`${folder}${one.name}/`]
        : /\.m?ts$/.test(one.name)
          ? [`${folder}${one.name}`]
          : [],
    )
  } catch {
    return []
  }
}

/** What the script for bash takes from the package bash-completion, for a machine without it. */
const bashWords = `declare -F _get_comp_words_by_ref >/dev/null || _get_comp_words_by_ref() {
    words=("\${COMP_WORDS[@]}") cword=$COMP_CWORD
    cur=\${words[cword]} prev=\${words[cword - 1]}
}
`

const help = `
  celeriac lesson 5            opens chapter 5
  celeriac run canvas.ts       runs a program, and tells what happened
  celeriac graph canvas.ts --format mermaid
  celeriac worker app.ts -c 4 -l info  runs its tasks on a real broker
  celeriac watch --broker redis://localhost:6379/0
  celeriac inspect active --broker redis://localhost:6379/0
  source <(celeriac complete bash)     completions; also zsh, fish, powershell`

/** Beside the bundle's folder stands the package's manifest. */
const version = (): string => {
  const manifest = new URL('../package.json', import.meta.url)
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}
