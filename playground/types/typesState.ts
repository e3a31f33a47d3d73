import type { Extent, Place } from '../../src/ui/editor/place.ts'
import type { Unfolded } from './unfold.ts'

/** What is known of the types of the text. */
export interface TypesState {
  /** `none`: there is no compiler on this machine. `gone`: it died too often, and is not started again. */
  readonly status: 'starting' | 'ready' | 'gone' | 'none'
  /** The version of the text that the problems are of; 0 before any was checked. */
  readonly version: number
  /** How long the last check took, in milliseconds. */
  readonly tookMs: number | null
  readonly problems: readonly Problem[]
  readonly answers: readonly Answer[]
  /** What stands at the caret. */
  readonly here: Here | null
  readonly completion: Completion | null
}

/** Something the compiler says about a part of the text. */
export interface Problem extends Extent, Unfolded {
  readonly isError: boolean
}

/** The answer to a `//    ^?`. */
export interface Answer {
  readonly line: number
  readonly says: string
}

/** The type of what stands at a place, and the call that is being written there. */
export interface Here {
  readonly at: Place
  readonly version: number
  readonly type: string | null
  readonly says: string | null
  readonly call: Call | null
}

/** A form of a call, and which of its parameters is being written. */
export interface Call {
  readonly label: string
  /** From and to, as offsets in the label; null when it takes none. */
  readonly parameter: readonly [from: number, to: number] | null
  readonly says: string | null
}

/** The words that could stand at the caret. */
export interface Completion {
  /** Where the word begins. */
  readonly from: Place
  /** Null until the server has answered. */
  readonly items: readonly Item[] | null
  readonly selected: number
}

/** One of them. */
export interface Item {
  readonly label: string
  readonly kind: string
  /** The order of the server. */
  readonly sort: string
  /** What it is, once it was asked for. */
  readonly detail?: string
  /** What the server wants to see again when it is asked about it. */
  readonly raw: unknown
}

/** Before the server has said anything. */
export const noTypes: TypesState = {
  status: 'starting',
  version: 0,
  tookMs: null,
  problems: [],
  answers: [],
  here: null,
  completion: null,
}
