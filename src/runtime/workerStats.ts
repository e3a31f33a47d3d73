import * as E from 'fp-ts/lib/Either.js'
import { addressOf } from '../broker/address.ts'
import type { JsonObject } from '../canvas/json.ts'
import type { TimeLimits } from './taskLimits.ts'
import type { ThreadSettings } from './threads.ts'

/** What the statistics of a worker are made of. */
export interface WorkerFacts {
  /** The URL of its broker. */
  readonly broker: string
  /** How many tasks of each name have begun. */
  readonly begun: ReadonlyMap<string, number>
  readonly clock: number
  readonly concurrency: number
  /** How many messages it may hold; 0 is no limit. */
  readonly prefetchCount: number
  /** Milliseconds since the epoch. */
  readonly startedMs: number
  /** Null when tasks run on the event loop. */
  readonly threads: ThreadSettings | null
  readonly timeLimits: TimeLimits
}

/** What a worker is and has done, as Celery's workers tell it (`WorkController.stats`). */
export function workerStats(facts: WorkerFacts): JsonObject {
  const [hard, soft] = facts.timeLimits
  return {
    total: Object.fromEntries(facts.begun),
    pid: process.pid,
    clock: String(facts.clock),
    uptime: Math.round((Date.now() - facts.startedMs) / 1000),
    pool: {
      implementation: `celeriac:${facts.threads ? 'threads' : 'event loop'}`,
      'max-concurrency': facts.concurrency,
      processes: [process.pid],
      'max-tasks-per-child': facts.threads?.maxTasksPerChild ?? 'N/A',
      'put-guarded-by-semaphore': true,
      timeouts: [soft ?? 0, hard ?? 0],
      writes: 'N/A',
    },
    broker: brokerInfo(facts.broker),
    prefetch_count: facts.prefetchCount,
    rusage: rusage(),
  }
}

/** kombu's `Connection.info`: never with a password. */
function brokerInfo(url: string): JsonObject {
  const address = addressOf(url)
  if (E.isLeft(address)) return {}
  const { host, port, username, path, scheme, isSecure } = address.right
  return {
    hostname: host,
    port,
    userid: username,
    virtual_host: path,
    transport: scheme,
    ssl: isSecure,
  }
}

/** Seconds, kilobytes and counts, by the names of getrusage(2). */
function rusage(): JsonObject {
  const usage = process.resourceUsage()
  return {
    utime: usage.userCPUTime / 1e6,
    stime: usage.systemCPUTime / 1e6,
    maxrss: usage.maxRSS,
    ixrss: usage.sharedMemorySize,
    idrss: usage.unsharedDataSize,
    isrss: usage.unsharedStackSize,
    minflt: usage.minorPageFault,
    majflt: usage.majorPageFault,
    nswap: usage.swappedOut,
    inblock: usage.fsRead,
    oublock: usage.fsWrite,
    msgsnd: usage.ipcSent,
    msgrcv: usage.ipcReceived,
    nsignals: usage.signalsCount,
    nvcsw: usage.voluntaryContextSwitches,
    nivcsw: usage.involuntaryContextSwitches,
  }
}
