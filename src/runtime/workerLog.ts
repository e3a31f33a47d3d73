import { printValue } from '../canvas/print.ts'
import { printException } from '../interpreter/chord.ts'
import type { Message } from '../protocol/message.ts'
import type { End } from './liveEffects.ts'
import type { TaskRun } from './taskRun.ts'
import { tracebackOf } from './tracebackOf.ts'

/** How much a worker says, from all of it to what ends it. */
export const logLevels = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL', 'FATAL'] as const

/** One of Celery's log levels. */
export type LogLevel = (typeof logLevels)[number]

/** What a worker says of its work, in the sentences of Celery's workers (celery/worker/strategy.py, celery/app/trace.py). */
export class WorkerLog {
  readonly #write: (line: string) => void
  readonly #least: number

  constructor(write: (line: string) => void, least: LogLevel) {
    this.#write = write
    this.#least = logLevels.indexOf(least)
  }

  /** `[2026-11-22 13:32:44,580: ERROR/MainProcess] consumer: Cannot connect to ...`, if its level is wanted. */
  say(level: LogLevel, text: string): void {
    if (logLevels.indexOf(level) >= this.#least)
      this.#write(`[${timeOf(new Date())}: ${level}/MainProcess] ${text}`)
  }

  received({ headers }: Message): void {
    this.say('INFO', `Task ${headers.task}[${headers.id}] received`)
  }

  dropped({ headers }: Message): void {
    this.say('INFO', `Discarding revoked task: ${headers.task}[${headers.id}]`)
  }

  limit(kind: 'Soft' | 'Hard', seconds: number, { message: { headers } }: TaskRun): void {
    const level = kind === 'Soft' ? 'WARNING' : 'ERROR'
    this.say(level, `${kind} time limit (${seconds}s) exceeded for ${headers.task}[${headers.id}]`)
  }

  ended(end: End, run: TaskRun): void {
    const { headers } = run.message
    const task = `Task ${headers.task}[${headers.id}]`
    switch (end.type) {
      case 'succeeded': {
        const seconds = (Date.now() - run.startedMs) / 1000
        this.say('INFO', `${task} succeeded in ${seconds}s: ${short(printValue(end.result))}`)
        break
      }
      case 'failed':
        this.say(
          'ERROR',
          [
            `${task} raised unexpected: ${printException(end.exception)}`,
            tracebackOf(run, end.exception) ?? [],
          ]
            .flat()
            .join('\n'),
        )
        break
      case 'retried':
        this.say('INFO', `${task} retry: ${printException(end.exception)}`)
        break
      case 'ignored':
        this.say('INFO', `${task} ${end.replaced ? 'replaced' : 'ignored'}`)
        break
      case 'rejected':
        this.say('WARNING', `${task} rejected${end.requeue ? ', back to its queue' : ''}`)
        break
      case 'terminated':
        this.say('INFO', `${task} terminated`)
    }
  }
}

/** As much of a result as Celery prints (`resultrepr_maxsize`). */
const short = (text: string): string => (text.length > 1024 ? `${text.slice(0, 1021)}...` : text)

/** Local time, as Python's logging writes it. */
const timeOf = (date: Date): string => {
  const two = (number: number, digits = 2) => String(number).padStart(digits, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  return `${day} ${time},${two(date.getMilliseconds(), 3)}`
}
