/**
 * What to write in place of a word that does not exist: `: write countdown` for `countdwon`, `: write taskId` for Celery's
 * own spelling, `task_id`; nothing when no word is near.
 */
export type Instead<Word, Known extends string> = Word extends string
  ? [Meant<Word, Known>] extends [never]
    ? ''
    : `: write ${Meant<Word, Known>}`
  : ''

/** The known words that differ in one letter, in two that change places, or in how they are joined. */
type Meant<Word extends string, Known extends string> = Known extends unknown
  ? IsNear<Lowercase<Joined<Word>>, Lowercase<Known>> extends true
    ? Known
    : never
  : never

/** `task_id` is `taskid`. */
type Joined<Word extends string> = Word extends `${infer Head}_${infer Tail}`
  ? `${Head}${Joined<Tail>}`
  : Word

type IsNear<Left extends string, Right extends string> = Left extends `${infer L}${infer Lefts}`
  ? Right extends `${infer R}${infer Rights}`
    ? L extends R
      ? IsNear<Lefts, Rights>
      : IsOneEdit<[Left, L, Lefts], [Right, R, Rights]>
    : IsShort<Left>
  : IsShort<Right>

type IsShort<Word extends string> = Word extends ''
  ? true
  : Word extends `${string}${infer Rest}`
    ? Rest extends ''
      ? true
      : false
    : false

/** Where two words part: a letter too many, one too few, another one, or two that change places. */
type IsOneEdit<Left extends readonly string[], Right extends readonly string[]> = [
  Left[2],
  Right[0],
] extends [Right[0], Left[2]]
  ? true
  : Left[0] extends Right[2]
    ? true
    : Left[2] extends Right[2]
      ? true
      : IsSwapped<Left, Right>
type IsSwapped<
  Left extends readonly string[],
  Right extends readonly string[],
> = Left[2] extends `${Right[1]}${infer Rest}` ? (Right[2] extends `${Left[1]}${Rest}` ? true : false) : false
