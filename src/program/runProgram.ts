import type { World } from '../runtime/world.ts'
import type { Found } from './findTraps.ts'
import { processes } from './processes.ts'
import { LIMITS, type Limits, type ProgramRun, plainTrouble, runOf } from './programRun.ts'
import type { Answer, Order } from './serveProgram.ts'

/** What to run, and where. */
export interface Asked {
  /** A TypeScript module: imports, top-level await, and whatever it binds by name. */
  readonly source: string
  /** Its name, for errors: `05-06-link.ts`. */
  readonly file: string
  readonly world?: World
  /** The result backend's URL that every app has, whatever it says itself: `rpc://`. */
  readonly backend?: string
  readonly limits?: Partial<Limits>
  /** It may import Node's own modules, and use the network; false. */
  readonly mayReach?: boolean
  /**
   * Is told the traps of what the program sends, some time after its run has been given; null where they cannot be
   * known. Its process goes on for so long.
   */
  readonly onTraps?: (traps: readonly Found[] | null) => void
  /** Stops it: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal
}

/**
 * Runs a learner's program on virtual time until nothing is due any more. Whatever the program does, the caller goes on,
 * and trouble is told as data, with the recording up to there where there is one: it runs in a thread of its own, which can be
 * stopped, of another process, which can run out of memory. This guards against mistakes, not against malice.
 */
export const runProgram = (asked: Asked): Promise<ProgramRun> =>
  new Promise((resolve, reject) => {
    const { source, file, world = {}, backend = null, mayReach = false, onTraps, signal } = asked
    signal?.throwIfAborted()
    const order: Order = {
      source,
      file,
      world,
      backend,
      mayReach,
      wantsTraps: onTraps !== undefined,
      limits: { ...LIMITS, ...asked.limits },
    }
    const child = processes.take()
    let said = ''
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-LAST_WORDS)
    })
    const settle = (isWell = false) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      if (isWell && !mayReach) return processes.keep(child)
      child.removeAllListeners().on('error', () => {})
      child.kill('SIGKILL')
    }
    const tellTraps = (traps: readonly Found[] | null, isWell = false) => {
      settle(isWell)
      // After whoever waits for the run has it.
      if (onTraps !== undefined) setImmediate(() => signal?.aborted || onTraps(traps))
    }
    const end = (run: ProgramRun, isWell = false) => {
      resolve(run)
      tellTraps(null, isWell)
    }
    let wasWell = false
    const goOn = (run: ProgramRun) => {
      resolve(run)
      wasWell = leavesWell(run)
      clearTimeout(timer)
      timer = setTimeout(() => tellTraps(null), TRAPS_MS)
    }
    const abort = () => {
      settle()
      reject(signal!.reason)
    }
    const crashed = (why: string) =>
      end(runOf(plainTrouble('crashed', `The program could not be run: ${why}.`)))
    let timer = setTimeout(() => crashed('it did not begin'), order.limits.timeMs + START_MS)
    signal?.addEventListener('abort', abort)
    child.on('message', (answer: Answer) =>
      answer.type === 'traps'
        ? tellTraps(answer.traps, wasWell && answer.traps !== null)
        : onTraps === undefined
          ? end(answer.run, leavesWell(answer.run))
          : goOn(answer.run),
    )
    child.on('error', (error) => crashed(error.message))
    child.on('exit', (code, killed) =>
      /out of memory|Allocation failed/.test(said)
        ? end(runOf(plainTrouble('memory', 'The program wanted more memory than there is, and was stopped.')))
        : crashed(`its process ended with ${killed ?? code}`),
    )
    child.send(order, (error) => error && crashed(error.message))
  })

/** Has the process that ran it nothing left of it? A loop may still go round, and memory may still be full. */
const leavesWell = ({ trouble }: ProgramRun): boolean =>
  trouble === null || ['syntax', 'import', 'threw', 'refused', 'never', 'output'].includes(trouble.type)

/** For a process to start and to load what it needs; the machine may be busy. */
const START_MS = 30_000

/** After which it is no longer worth while to look for traps. */
const TRAPS_MS = 15_000

/** As much of what a dying process prints as tells why, in characters. */
const LAST_WORDS = 20_000
