import type { Canvas } from '../../src/canvas/canvas.ts'
import type { Context } from '../../src/canvas/context.ts'
import type { Json, JsonObject } from '../../src/canvas/json.ts'
import type { StampOptions } from '../../src/canvas/stamp.ts'
import { chain, chord, group } from '../../src/index.ts'

/**
 * The public words without their types. A recorded canvas may be wrong, as Python lets it be, and what comes of it then
 * is the question; so here every canvas fits everywhere.
 */
export const untyped = { chain, chord, group } as unknown as {
  chain(...steps: readonly AnyCanvas[]): AnyCanvas
  chord(header: AnyCanvas, body: AnyCanvas): AnyCanvas
  group(...members: readonly AnyCanvas[]): AnyCanvas
}

/** A signature, chain, group or chord. */
export interface AnyCanvas {
  toJSON(): Canvas
  toString(): string
  set(options: { readonly [option: string]: unknown }): AnyCanvas
  link(callback: AnyCanvas): AnyCanvas
  linkError(errback: AnyCanvas): AnyCanvas
  pipe(next: AnyCanvas): AnyCanvas
  stamp(stamps: JsonObject, options: StampOptions): AnyCanvas
}

/** A task. */
export interface AnyTask {
  s(...args: readonly Json[]): AnyCanvas
  signature(call: {
    readonly args: readonly Json[]
    readonly kwargs: JsonObject
    readonly immutable: boolean
  }): AnyCanvas
  map(items: Json): AnyCanvas
  starmap(items: Json): AnyCanvas
}

/** `app.task` for any function. */
export type DefineTask = (
  name: string,
  options: { readonly parameters: readonly string[]; readonly bind?: boolean; readonly maxRetries?: number },
  fn: (...args: never[]) => unknown,
) => AnyTask

/** The first parameter of a bound task. */
export interface AnyContext extends Pick<Context, 'request' | 'retry'> {
  replace(canvas: AnyCanvas): never
}
