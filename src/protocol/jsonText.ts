import * as E from 'fp-ts/lib/Either.js'
import type { Json } from '../canvas/json.ts'

/** Why a text from outside is not taken. */
export type JsonTextError =
  | { readonly type: 'too-large'; readonly characters: number; readonly limit: number }
  | { readonly type: 'too-deep'; readonly limit: number }
  | { readonly type: 'not-json'; readonly cause: string }

/** What is taken of a text from outside: characters, and how deep lists and objects may stand in one another. */
export interface Limits {
  readonly characters: number
  readonly depth: number
}

/** RabbitMQ takes 128 MB at most; a value may be as deep as one that is sent. */
export const LIMITS: Limits = { characters: 128 * 1024 * 1024, depth: 1000 }

/** Reads JSON from outside. What is too large or too deep is not read at all. */
export function parseJson(text: string, limits: Limits = LIMITS): E.Either<JsonTextError, Json> {
  if (text.length > limits.characters)
    return E.left({ type: 'too-large', characters: text.length, limit: limits.characters })
  if (text.length > limits.depth && isDeeper(text, limits.depth))
    return E.left({ type: 'too-deep', limit: limits.depth })
  try {
    return E.right(JSON.parse(text) as Json)
  } catch (error) {
    return E.left({ type: 'not-json', cause: (error as Error).message })
  }
}

/** Whether brackets stand deeper in one another than allowed; those inside of strings do not count. */
function isDeeper(text: string, limit: number): boolean {
  let depth = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (inString) {
      if (code === BACKSLASH) index++
      else if (code === QUOTE) inString = false
    } else if (code === QUOTE) inString = true
    else if (code === BRACKET || code === BRACE) {
      if (++depth > limit) return true
    } else if (code === BRACKET_END || code === BRACE_END) depth--
  }
  return false
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const BRACKET = 0x5b
const BRACKET_END = 0x5d
const BRACE = 0x7b
const BRACE_END = 0x7d
