import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import * as E from 'fp-ts/lib/Either.js'
import { brokerSentence } from '../../src/broker/brokerError.ts'
import { openTransport, transportOptions } from '../../src/broker/openTransport.ts'
import { askWorkers } from '../../src/runtime/askWorkers.ts'
import { commandOf } from '../../src/runtime/control.ts'
import type { Pipe } from '../runCommand.ts'
import { argumentsOf, type RemoteCommand } from './remoteCommands.ts'
import { replyText } from './replyText.ts'

/** The options of `inspect`, `control` and `status`. */
export interface AskOptions {
  readonly broker: string
  /** Seconds that answers are waited for. */
  readonly timeout: number
  readonly destination?: readonly string[]
  readonly json?: boolean
}

/** What is asked, and how the answers are shown. */
export interface Asked {
  readonly name: string
  readonly command: RemoteCommand
  readonly given: readonly string[]
  /** Whether what each worker says is shown, and whether they are counted at the end. */
  readonly showsReplies: boolean
  readonly counts: boolean
}

/** Asks the workers of a broker something. Gives Celery's exit codes: 0, 2 for a wrong command line, 69 when nobody answers. */
export const askCommand = async (
  { name, command, given, showsReplies, counts }: Asked,
  { broker, timeout, destination, json = false }: AskOptions,
  { stdout, stderr }: Pick<Pipe, 'stdout' | 'stderr'>,
): Promise<number> => {
  const refuse = (says: string, code: number): number => {
    stderr.write(`Error: ${says}\n`)
    return code
  }
  let args: ReturnType<typeof argumentsOf>
  try {
    args = argumentsOf(name, command, given)
  } catch (error) {
    return refuse((error as Error).message, WRONG_USAGE)
  }
  const options = transportOptions({}, `gen${process.pid}@${hostname()}`)
  const opened = await openTransport(broker, options, 'client')()
  if (E.isLeft(opened)) return refuse(brokerSentence(opened.left), UNAVAILABLE)
  const transport = opened.right
  try {
    const answered = await transport.ping()()
    if (E.isLeft(answered)) return refuse(brokerSentence(answered.left), UNAVAILABLE)
    const said = commandOf(name, args, destination ?? null)
    const replies = await askWorkers(transport, randomUUID, said, timeout, (from, reply) => {
      if (!json) stdout.write(`${replyText(from, reply, showsReplies)}\n`)
    })
    const count = Object.keys(replies).length
    if (count === 0) return refuse('No nodes replied within time constraint', UNAVAILABLE)
    if (json) stdout.write(`${JSON.stringify(replies)}\n`)
    else if (counts) stdout.write(`\n${count} ${count === 1 ? 'node' : 'nodes'} online.\n`)
    return 0
  } catch (error) {
    return refuse((error as Error).message, UNAVAILABLE)
  } finally {
    await transport.close()
  }
}

const WRONG_USAGE = 2
/** `EX_UNAVAILABLE` */
const UNAVAILABLE = 69
