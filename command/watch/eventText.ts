import type { TaskEvent, WorkerEvent } from '../../src/protocol/decodeEvent.ts'
import { printable } from '../../src/ui/value.ts'

/** An event as a line of text: `13:40:59.127  w1@host  task-succeeded  bank.sms[e99d66a4]  'SMS sent' in 0.066s`. */
export const eventText = (event: TaskEvent | WorkerEvent, name: string | null): string => {
  const time = new Date(event.atMs).toISOString().slice(11, 23)
  const head = `${time}  ${event.hostname}  ${event.type}`
  if (!('uuid' in event)) return printable(head)
  const { args, kwargs, queue, result, exception, runtime, retries } = event
  const parts = [
    `${name ?? '?'}[${event.uuid}]`,
    args === null ? '' : `args=${args}`,
    kwargs === null || kwargs === '{}' ? '' : `kwargs=${kwargs}`,
    queue === null ? '' : `queue=${queue}`,
    retries === 0 ? '' : `retries=${retries}`,
    result ?? exception ?? '',
    runtime === null ? '' : `in ${Number(runtime.toFixed(3))}s`,
    event.expired ? 'expired' : event.terminated ? 'terminated' : '',
  ]
  return printable(`${head}  ${parts.filter((part) => part !== '').join('  ')}`)
}
