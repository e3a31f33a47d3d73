import { orThrow } from '../broker/brokerError.ts'
import type { Canvas } from '../canvas/canvas.ts'
import type { App } from '../canvas/celery.ts'
import { NotImplementedError, RuntimeError } from '../canvas/exceptions.ts'
import type { GroupHandle, Handle } from '../canvas/handle.ts'
import type { Call, Follower, GetOptions, RevokeOptions, Runtime, TaskMeta } from '../canvas/runtime.ts'
import type { Stamps } from '../canvas/stamp.ts'
import { dispatch } from '../interpreter/context.ts'
import type { Effect } from '../interpreter/effect.ts'
import { send } from '../interpreter/send.ts'
import { type Connect, type Connection, connect } from './connection.ts'
import { revokeCommand, revokeStampsCommand } from './control.ts'
import { carryOut } from './liveEffects.ts'
import { GET_INSIDE_TASK, NO_BACKEND } from './refusals.ts'
import { running } from './taskCode.ts'

/** A client of a real cluster: it sends what the interpreter says, and waits for results. */
export class LiveClient implements Runtime {
  readonly #app: App
  readonly #connect: Connect
  #connection: Promise<Connection> | null = null

  constructor(app: App, open: Connect = connect) {
    this.#app = app
    this.#connect = open
  }

  /** Opened when it is first needed, and again after it was closed or could not be opened. */
  connection(): Promise<Connection> {
    if (!this.#connection) {
      const opening = this.#connect(this.#app, 'client')
      this.#connection = opening
      opening.catch(() => {
        if (this.#connection === opening) this.#connection = null
      })
    }
    return this.#connection
  }

  /** Sends in the name of the task that is being run, if one is. */
  async send(canvas: Canvas, call: Call): Promise<Handle | null> {
    const run = running.getStore() ?? null
    const connection = await this.connection()
    const effects: Effect[] = []
    const sent = send(canvas, call, dispatch('apply', run, connection.context, effects))
    connection.scribe?.applied(sent?.canvas ?? canvas, sent && (sent.handle as Handle), run)
    await orThrow(connection.results.prepare())
    await carryOut(effects, connection, run)
    return sent && (sent.handle as Handle)
  }

  async get(handle: Handle, options: GetOptions, follower?: Follower): Promise<unknown> {
    if (running.getStore()) throw new RuntimeError(GET_INSIDE_TASK)
    const { watch } = await this.#withBackend()
    return watch.get(handle, options, follower)
  }

  async meta(taskId: string): Promise<TaskMeta> {
    const { results } = await this.#withBackend()
    const [meta] = await orThrow(results.read([taskId]))
    return meta!
  }

  async revoke(taskIds: readonly string[], { terminate = false }: RevokeOptions): Promise<void> {
    const { transport } = await this.connection()
    await orThrow(transport.broadcast(revokeCommand(taskIds, terminate)))
  }

  async revokeByStampedHeaders(headers: Stamps, { terminate = false }: RevokeOptions): Promise<void> {
    const { transport } = await this.connection()
    await orThrow(transport.broadcast(revokeStampsCommand(headers, terminate)))
  }

  async forget(taskIds: readonly string[]): Promise<void> {
    const { results } = await this.#withBackend()
    await orThrow(results.forget(taskIds))
  }

  async saveGroup(group: GroupHandle): Promise<void> {
    const { results } = await this.#withBackend()
    await orThrow(results.saveGroup(group))
  }

  async restoreGroup(groupId: string): Promise<GroupHandle | null> {
    const { results } = await this.#withBackend()
    return orThrow(results.restoreGroup(groupId))
  }

  async deleteGroup(groupId: string): Promise<void> {
    const { results } = await this.#withBackend()
    await orThrow(results.deleteGroup(groupId))
  }

  async close(): Promise<void> {
    const opening = this.#connection
    this.#connection = null
    const connection = await opening?.catch(() => null)
    await connection?.close()
  }

  async #withBackend(): Promise<Connection> {
    const connection = await this.connection()
    if (connection.context.backend === 'disabled') throw new NotImplementedError(NO_BACKEND)
    return connection
  }
}
