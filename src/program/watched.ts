import type { Canvas } from '../canvas/canvas.ts'
import type { App } from '../canvas/celery.ts'
import type { Handle } from '../canvas/handle.ts'
import type { Call, GetOptions } from '../canvas/runtime.ts'
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
  readonly #happened: (stretch: Stretch) => void

  constructor(app: App, world: World, happened: (stretch: Stretch) => void) {
    const messages: Message[] = []
    super(app, world, (message) => messages.push(message))
    this.messages = messages
    this.#happened = happened
  }

  override send(canvas: Canvas, call: Call): Promise<Handle | null> {
    return this.#watch(() => super.send(canvas, call))
  }

  override get(handle: Handle, options: GetOptions): Promise<unknown> {
    return this.#watch(() => super.get(handle, options))
  }

  /** What both do at once is the doing of who called them. */
  #watch<Value>(act: () => Value): Value {
    const from = this.trace.length
    const value = act()
    const stretch: Stretch = { from, to: this.trace.length, place: null }
    if (stretch.to > from) {
      this.stretches.push(stretch)
      this.#happened(stretch)
    }
    return value
  }
}
