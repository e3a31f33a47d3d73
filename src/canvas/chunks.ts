import type { About, about } from './about.ts'
import type { Canvas, TaskCanvas } from './canvas.ts'
import type { App } from './celery.ts'
import { chunksGroup } from './compose.ts'
import type { TaskName } from './fits.ts'
import { freezeCanvas } from './freeze.ts'
import type { Group } from './group.ts'
import type { SendOptions } from './options.ts'
import { print } from './print.ts'
import type { GroupResult } from './result.ts'
import { type CallOptions, type ImmutableSignature, sendCanvas, wrap } from './signature.ts'

/**
 * A task's argument lists in parts, each run by one message. Sent directly it is a group. Inside another canvas Celery
 * runs it as a task that starts the group and loses it, so it does not fit there: use `.group()`.
 */
export interface Chunks<in out Result, in out Name extends string = string> {
  readonly [about]: About<
    'other',
    (args: never) => void,
    unknown,
    `chunks of ${TaskName<Name>} lose their group inside a canvas: write .group()`,
    symbol
  >
  /**
   * Sends the group of parts. The result is a list for each part.
   *
   * @example
   * const result = await add.chunks([[1, 1], [2, 2], [3, 3]], 2).delay()
   * await result.get() // [[2, 4], [6]]
   */
  delay(): Promise<GroupResult<Result[][], readonly ImmutableSignature<Result[], Name>[], []>>
  /**
   * Sends the group of parts with options.
   *
   * @example
   * const result = await add.chunks([[1, 1], [2, 2]], 1).applyAsync({ countdown: 5 })
   * await result.get() // [[2], [4]]
   */
  applyAsync(
    call?: SendOptions,
  ): Promise<GroupResult<Result[][], readonly ImmutableSignature<Result[], Name>[], []>>
  /**
   * The group it stands for.
   *
   * @example
   * const lists = app.task('lists', (parts: readonly (readonly number[])[]) => parts.length)
   * const result = await chord(add.chunks([[1, 1], [2, 2], [3, 3]], 2).group(), lists.s()).delay()
   * await result.get() // 2
   */
  group(): Group<[], Result[][], readonly ImmutableSignature<Result[], Name>[]>
  /**
   * Celery's dict: the canvas as data, frozen.
   *
   * @example
   * add.chunks([[1, 1], [2, 2]], 1).toJSON().task // 'celery.chunks'
   */
  toJSON(): Canvas
  /**
   * As Celery prints it.
   *
   * @example
   * const printed = add.chunks([[1, 1], [2, 2]], 1).toString()
   * printed.startsWith('celery.chunks(') // true
   */
  toString(): string
}

class ChunksWords {
  readonly app: App
  readonly #canvas: TaskCanvas

  constructor(app: App, canvas: TaskCanvas) {
    this.app = app
    this.#canvas = freezeCanvas(canvas)
  }

  delay() {
    return this.applyAsync()
  }

  applyAsync(call: CallOptions = {}) {
    return sendCanvas(this.app, chunksGroup(this.#canvas), call)
  }

  group() {
    return wrap(this.app, chunksGroup(this.#canvas))
  }

  toJSON(): Canvas {
    return this.#canvas
  }

  toString(): string {
    return print(this.#canvas)
  }
}

/** The words of chunks; their type is the caller's to say. */
export function wrapChunks<Typed = never>(app: App, canvas: TaskCanvas): Typed {
  return new ChunksWords(app, canvas) as unknown as Typed
}
