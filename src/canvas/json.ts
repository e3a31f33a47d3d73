/** What a message can carry. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

/** A JSON object; a task's keyword arguments are one. */
export interface JsonObject {
  readonly [key: string]: Json
}
