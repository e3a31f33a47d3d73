import { type Connect, connect } from '../../src/runtime/connection.ts'
import type { Log } from './log.ts'

/** A connection that writes down how many messages it is about to publish. */
export const countingConnect =
  (log: Log): Connect =>
  async (app, patience) => {
    const connection = await connect(app, patience)
    const { transport } = connection
    const publish = transport.publish.bind(transport)
    transport.publish = (messages) => async () => {
      await log.published(messages.length)
      return publish(messages)()
    }
    return connection
  }
