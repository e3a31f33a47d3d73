import type { Consumer } from '../broker/transport.ts'
import type { Connection } from './connection.ts'
import type { TaskEvents } from './taskEvents.ts'

/** What a worker has open while it works. */
export interface OpenWorker {
  readonly connection: Connection
  readonly events: TaskEvents
  /** Null until it takes messages. */
  consumer: Consumer | null
}
