import { type } from 'node:os'
import type { Transport } from '../broker/transport.ts'
import type { Json, JsonObject } from '../canvas/json.ts'
import { printValue } from '../canvas/print.ts'
import { tuple } from '../canvas/python.ts'
import type { Message } from '../protocol/message.ts'
import { VERSION } from './version.ts'

/**
 * What a worker tells whoever watches, as Celery's workers do (celery/events): of tasks in lists when it was asked to, of
 * itself always.
 */
export class TaskEvents {
  /** Whether it tells of tasks (`worker_send_task_events`). */
  isOn: boolean
  readonly #transport: Transport
  readonly #hostname: string
  #waiting: JsonObject[] = []
  #clock = 0

  constructor(transport: Transport, hostname: string, isOn: boolean) {
    this.#transport = transport
    this.#hostname = hostname
    this.isOn = isOn
  }

  /** Something happened to a task. Events of one moment go together. */
  task(type: string, uuid: string, fields: JsonObject = {}): void {
    if (!this.isOn) return
    this.#waiting.push(this.#event(type, { uuid, ...fields }))
    if (this.#waiting.length === 1) setImmediate(() => this.flush())
    else if (this.#waiting.length >= MOST_TOGETHER) this.flush()
  }

  /** The worker is there, is well, or leaves: `worker-online`, `worker-heartbeat`, `worker-offline`. */
  async worker(type: string, fields: JsonObject): Promise<void> {
    await this.#transport.sendEvents(type.replace('-', '.'), [
      this.#event(type, { ...SOFTWARE, ...fields }),
    ])()
  }

  /** Sends what waits. */
  flush(): void {
    if (this.#waiting.length === 0) return
    const events = this.#waiting
    this.#waiting = []
    void this.#transport.sendEvents('task.multi', events)()
  }

  /** Lamport's clock, by which watchers put the events of several workers in order. */
  get clock(): number {
    return this.#clock
  }

  #event(type: string, fields: JsonObject): JsonObject {
    return eventOf(type, this.#hostname, ++this.#clock, fields)
  }
}

/** An event as Celery tells it. */
export const eventOf = (type: string, hostname: string, clock: number, fields: JsonObject): JsonObject => ({
  type,
  hostname,
  utcoffset: Math.trunc(new Date().getTimezoneOffset() / 60),
  pid: process.pid,
  clock,
  timestamp: Date.now() / 1000,
  ...fields,
})

/** What `task-received` tells of a message. */
export const receivedFields = ({ headers, body }: Message): JsonObject => ({
  name: headers.task,
  args: printValue(tuple([...body[0]])),
  kwargs: printValue(body[1] as Json),
  root_id: headers.root_id,
  parent_id: headers.parent_id,
  retries: headers.retries,
  eta: headers.eta,
  expires: headers.expires,
})

const SOFTWARE: JsonObject = { sw_ident: 'celeriac', sw_ver: VERSION, sw_sys: type(), freq: 2 }

/** Celery's workers send at most so many at once. */
const MOST_TOGETHER = 24
