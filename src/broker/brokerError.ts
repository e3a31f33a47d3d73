import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { match } from 'ts-pattern'
import { EncodeError, ImproperlyConfigured, OperationalError } from '../canvas/exceptions.ts'

/** Why a broker or backend did not do what it was asked. URLs are without their passwords. */
export type BrokerError =
  /** The connection could not be made, or was lost and did not come back in time. */
  | { readonly type: 'unreachable'; readonly url: string; readonly cause: string }
  /** The server answered, and said no. */
  | { readonly type: 'refused'; readonly url: string; readonly cause: string }
  /** This message cannot be put into the form in which the broker carries one; it takes others. */
  | { readonly type: 'not-carried'; readonly url: string; readonly cause: string }
  /** The package that speaks to it is not installed. */
  | { readonly type: 'driver-missing'; readonly url: string; readonly driver: string }
  /** The URL cannot be read, or names something that is not spoken here. */
  | { readonly type: 'bad-url'; readonly url: string; readonly expected: string }

/** The sentence of an error: what was tried, what came, what to do next. */
export const brokerSentence = (error: BrokerError): string =>
  match(error)
    .returnType<string>()
    .with(
      { type: 'unreachable' },
      ({ url, cause }) => `${url} cannot be reached: ${cause}. Is the server running, and is the URL right?`,
    )
    .with({ type: 'refused' }, ({ url, cause }) => `${url} refused: ${cause}`)
    .with({ type: 'not-carried' }, ({ url, cause }) => `${url} cannot carry this message: ${cause}`)
    .with(
      { type: 'driver-missing' },
      ({ url, driver }) =>
        `${url} needs the package ${driver}, which is not installed: run npm install ${driver}`,
    )
    .with({ type: 'bad-url' }, ({ url, expected }) => `${url} is no URL for this: expected ${expected}`)
    .exhaustive()

/** Runs it for a caller who knows promises: rejects with Celery's error for it. */
export async function orThrow<Value>(action: TaskEither<BrokerError, Value>): Promise<Value> {
  const result = await action()
  if (result._tag === 'Right') return result.right
  throw errorOf(result.left)
}

/** The error that Celery's user sees: of kombu when a server or a message is to blame, else ImproperlyConfigured. */
export const errorOf = (error: BrokerError): Error => {
  const sentence = brokerSentence(error)
  return match(error.type)
    .returnType<Error>()
    .with('unreachable', 'refused', () => new OperationalError(sentence))
    .with('not-carried', () => new EncodeError(sentence))
    .with('driver-missing', 'bad-url', () => new ImproperlyConfigured(sentence))
    .exhaustive()
}
