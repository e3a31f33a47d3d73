import type { Canvas } from '../canvas/canvas.ts'
import type { App } from '../canvas/celery.ts'
import type { Handle } from '../canvas/handle.ts'
import type { Json } from '../canvas/json.ts'
import type { Call, Follower, GetOptions } from '../canvas/runtime.ts'
import type { Message } from '../protocol/message.ts'
import { Simulation } from '../runtime/simulation.ts'
import type { World } from '../runtime/world.ts'
import type { Stretch } from './origins.ts'

/** A simulation of which is kept what its trace does not tell: the messages, and what the program itself did. */
export class Watched extends Simulation {
  /** One for each `task-sent` of the trace. */
  readonly messages: readonly Message[]
  /** What happened while the program sent something, or asked for a result. */
  readonly stretches: Stretch[] = []
  /** What the program and its tasks sent, in order. */
  readonly sent: SentCanvas[] = []
  readonly #happened: (stretch: Stretch) => void

  constructor(app: App, world: World, happened: (stretch: Stretch) => void) {
    const messages: Message[] = []
    super(app, world, (message) => messages.push(message))
    this.messages = messages
    this.#happened = happened
  }

  override send(canvas: Canvas, call: Call): Promise<Handle | null> {
    const stretch = this.#begin()
    this.sent.push({ canvas, args: call.args ?? [], stretch })
    const handle = super.send(canvas, call)
    this.#end(stretch)
    return handle
  }

  override get(handle: Handle, options: GetOptions, follower?: Follower): Promise<unknown> {
    const stretch = this.#begin()
    const value = super.get(handle, options, follower)
    this.#end(stretch)
    return value
  }

  #begin(): Stretch {
    const from = this.trace.length
    return { from, to: from, place: null }
  }

  /** What happened at once is the doing of who called. */
  #end(stretch: Stretch): void {
    stretch.to = this.trace.length
    this.stretches.push(stretch)
    this.#happened(stretch)
  }
}

/** A canvas as the program sent it, and what happened meanwhile. */
export interface SentCanvas {
  readonly canvas: Canvas
  readonly args: readonly Json[]
  readonly stretch: Stretch
}
