import * as E from 'fp-ts/lib/Either.js'
import type { Incoming } from '../protocol/decodeMessage.ts'
import { openEnvelope } from './redisEnvelope.ts'
import type { RedisServer } from './redisServer.ts'
import type { Close } from './transport.ts'

/** Takes what comes to a list, on a connection of its own. What comes back ends that, and deletes what is left. */
export function takeFrom(server: RedisServer, key: string, onTaken: (incoming: Incoming) => void): Close {
  const client = server.connect()
  let isOpen = true
  const take = async (): Promise<void> => {
    while (isOpen) {
      const taken = await client.brpop(key, LONGEST_WAIT_S).catch(() => null)
      const opened = taken ? openEnvelope(taken[1], key) : null
      if (opened && E.isRight(opened)) onTaken(opened.right.incoming)
    }
  }
  void take()
  return async () => {
    isOpen = false
    server.disconnect(client)
    await server.ask((each) => each.del(key))()
  }
}

const LONGEST_WAIT_S = 1
