import type { Canvas } from '../canvas/canvas.ts'
import { partsOf } from '../canvas/walk.ts'
import type { By, Cause, TraceEvent } from '../runtime/trace.ts'
import { clock } from './clock.ts'
import { type Film, isKept, labelIn, whereAt } from './film.ts'
import { labelOf } from './label.ts'
import { pathsOf } from './paths.ts'
import type { Role } from './theme.ts'
import { nameWorker as nameOfWorker, nameProcess } from './timeline.ts'
import { isException, printable, printException, printValue } from './value.ts'

/** One event in words. */
export interface EventLine {
  readonly atMs: number
  readonly who: string
  readonly what: string
  readonly role: Role
}

/** Says what an event of a film is: `worker 1` `starts sendSms`. */
export const eventLine = (film: Film, event: number): EventLine => {
  const happened = film.trace[event]!
  const [who, what, role] = say(film, happened, event)
  return { atMs: happened.atMs, who, what, role }
}

/** The line as text: `0.08 s  worker 1  starts sendSms`. */
export const eventText = ({ atMs, who, what }: EventLine): string =>
  `${clock(atMs).padStart(5)} s  ${who.padEnd(whoColumns)} ${what}`

const whoColumns = 10

type Said = readonly [who: string, what: string, role: Role]

const say = (film: Film, happened: TraceEvent, event: number): Said => {
  const name = (taskId: string) => labelIn(film, taskId)
  const runner = (taskId: string) => {
    const start = whereAt(film, taskId, event + 1)
    return start === undefined ? 'worker' : nameProcess(film, start)
  }
  switch (happened.type) {
    case 'canvas-applied':
      if (film.recording.live)
        return ['', `${canvasWords(film, happened.canvas)} is heard of for the first time`, 'dim']
      return [nameBy(film, happened.by), `sends ${canvasWords(film, happened.canvas)}`, 'client']
    case 'task-sent': {
      const { cause, taskId, queue, etaMs, atMs } = happened
      const parked = etaMs !== null && etaMs > atMs ? `, not before ${clock(etaMs)} s` : ''
      return [
        cause === 'redelivery' ? 'broker' : nameBy(film, happened.by),
        `${film.recording.live && cause !== 'retry' ? 'publishes' : publishes[cause]} ${name(taskId)} to ${queue}${parked}`,
        'task.waiting',
      ]
    }
    case 'task-received':
      return [nameWorker(film, happened), `receives ${name(happened.taskId)}`, 'dim']
    case 'task-started':
      return [nameProcess(film, happened), `starts ${name(happened.taskId)}`, 'task.running']
    case 'task-succeeded':
      return [
        runner(happened.taskId),
        `ends ${name(happened.taskId)} SUCCESS${isKept(film, happened) ? '' : ` ${printValue(happened.result)}, not kept`}`,
        'task.success',
      ]
    case 'task-failed':
      return [runner(happened.taskId), `ends ${name(happened.taskId)} FAILURE`, 'task.failure']
    case 'task-retried':
      return [runner(happened.taskId), `will retry ${name(happened.taskId)} RETRY`, 'task.retry']
    case 'task-revoked':
      return [
        runner(happened.taskId),
        `drops ${name(happened.taskId)} REVOKED${happened.expired ? ', expired' : ''}`,
        'task.revoked',
      ]
    case 'task-rejected':
      return [
        runner(happened.taskId),
        `rejects ${name(happened.taskId)}${happened.requeue ? ', back to the queue' : ''}`,
        'task.revoked',
      ]
    case 'task-ignored':
      if (film.recording.live)
        return [
          runner(happened.taskId),
          `ended ${name(happened.taskId)}, how is not told: ignored or replaced`,
          'task.revoked',
        ]
      return [
        runner(happened.taskId),
        happened.replaced ? `replaces ${name(happened.taskId)}` : `ignores ${name(happened.taskId)}`,
        'task.revoked',
      ]
    case 'result-stored': {
      const { taskId, state, result } = happened
      const value = isException(result)
        ? ` ${printException(result)}`
        : state === 'SUCCESS'
          ? ` ${printValue(result)}`
          : ''
      const group = film.tasks.get(taskId)?.task === null ? 'group ' : ''
      const role = state === 'SUCCESS' ? 'backend' : state === 'FAILURE' ? 'task.failure' : 'text'
      return ['backend', `stores ${group}${name(taskId)} ${state}${value}`, role]
    }
    case 'chord-size':
      return ['backend', `will count to ${happened.size} for the chord`, 'counter']
    case 'chord-part':
      return [
        'backend',
        `counts ${name(happened.taskId)}${happened.size === 0 ? ', of a chord that it does not know' : `: ${happened.count} of ${happened.size}`}`,
        'counter',
      ]
    case 'errback-called':
      return [
        runner(happened.taskId),
        `calls errback ${labelOf(happened.errback)} for ${name(happened.taskId)}`,
        'edge.error',
      ]
    case 'worker-offline':
      return [
        nameWorker(film, happened),
        film.recording.live ? 'has left, or is not heard of any more' : 'dies',
        'task.failure',
      ]
    case 'worker-online':
      return [nameWorker(film, happened), `is there${hostnameOf(film, happened)}`, 'text']
    case 'broker-paused':
      return ['broker', `pauses for ${clock(happened.forMs)} s`, 'task.revoked']
    case 'broker-resumed':
      return ['broker', 'goes on', 'text']
    case 'get-waiting':
      return ['client', `waits in ${getCall(film, happened.id)}`, 'client']
    case 'get-returned':
      return ['client', `${getCall(film, happened.id)} gives ${printValue(happened.value)}`, 'task.success']
    case 'get-raised':
      return [
        'client',
        `${getCall(film, happened.id)} raises ${happened.error.type}: ${happened.error.message}`,
        'task.failure',
      ]
  }
}

const publishes: Record<Cause, string> = {
  apply: 'publishes',
  chain: 'publishes next step',
  link: 'publishes link',
  'link-error': 'publishes errback',
  chord: 'publishes chord body',
  retry: 'publishes again',
  replace: 'publishes in its place',
  redelivery: 'redelivers',
  'chord-unlock': 'publishes, to look after the chord,',
}

/** A result that the program does not hold by name is just that. */
const getCall = (film: Film, id: string) =>
  `${pathsOf(film).get(id) ?? (film.madeAt.has(id) ? 'result' : labelIn(film, id))}.get()`

const nameBy = (film: Film, by: By) => (by.type === 'client' ? 'client' : nameProcess(film, by))

const hostnameOf = ({ recording }: Film, { worker }: { readonly worker: number }) =>
  recording.live ? `: ${printable(recording.live.hostnames[worker - 1] ?? '')}` : ' again'

const nameWorker = (film: Film, { worker }: { readonly worker: number }) => {
  if (film.recording.live) return nameOfWorker(film, worker)
  return film.recording.workers === 1 && film.recording.concurrency > 1 ? 'worker' : `worker ${worker}`
}

const canvasWords = (film: Film, canvas: Canvas) => {
  const parts = partsOf(canvas)
  switch (parts.type) {
    case 'task':
      return parts.id === undefined ? labelOf(parts.task) : labelIn(film, parts.id)
    case 'chain':
      return `a chain of ${parts.steps.length}`
    case 'group':
      return `a group of ${parts.members.length}`
    case 'chord':
      return `a chord of ${parts.header.length}`
  }
}
