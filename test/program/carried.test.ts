import fc from 'fast-check'
import { expect, it } from 'vitest'
import { wrap } from '../../src/canvas/signature.ts'
import { Carrier, messageOf } from '../../src/program/carried.ts'
import { Watched } from '../../src/program/watched.ts'
import { encodeMessage } from '../../src/protocol/wire.ts'
import { WORLD } from '../../src/runtime/world.ts'
import { anyCanvas } from '../runtime/anyCanvas.ts'
import { anyWorld } from '../runtime/anyWorld.ts'
import { events } from '../runtime/playing.ts'
import { vocabulary } from '../runtime/vocabulary.ts'

const startsAtMs = WORLD.startsAt.getTime()
const encoded = (message: Parameters<typeof encodeMessage>[0]) => encodeMessage(message, 'me', startsAtMs)
type Sent = { delay(): Promise<unknown>; set(options: object): Sent; stamp(stamps: object): Sent }

it('with its event it is the message again, to the byte', async () => {
  await fc.assert(
    fc.asyncProperty(anyCanvas(), anyWorld, fc.boolean(), async (canvas, world, isDressed) => {
      const app = vocabulary()
      const watched = new Watched(app, world, () => {})
      app.connectTo(watched)
      const plain = wrap<Sent>(app, canvas)
      const sent = isDressed
        ? plain.set({ priority: 3, expires: 50, timeLimit: 9, headers: { own: 1 } }).stamp({ of: 'me' })
        : plain
      await sent.delay().catch(() => {})
      await watched.settle()
      const told = structuredClone(watched.trace)
      const carrier = new Carrier(startsAtMs, (each) => each)
      const carried = structuredClone(
        events(watched.trace, 'task-sent').map((event, index) =>
          carrier.carried(watched.messages[index]!, event),
        ),
      )
      const again = events(told, 'task-sent').map((event, index) =>
        encoded(messageOf(event, carried[index]!, startsAtMs)),
      )
      expect(again.map(inOrder)).toEqual(watched.messages.map(encoded).map(inOrder))
      expect(again.map(({ body }) => body)).toEqual(watched.messages.map((each) => encoded(each).body))
    }),
    { numRuns: 300 },
  )
})

it('a long chain stands in one list, whatever part of it a message carries', async () => {
  const app = vocabulary()
  const watched = new Watched(app, {}, () => {})
  app.connectTo(watched)
  const steps = Array.from(
    { length: 500 },
    () => `{"task":"add","args":[1],"kwargs":{},"options":{},"subtask_type":null,"immutable":false}`,
  )
  const chain = `{"task":"celery.chain","args":[],"kwargs":{"tasks":[${steps.join(',')}]},"options":{},"subtask_type":"chain","immutable":false}`
  await wrap<Sent>(app, JSON.parse(chain)).delay()
  await watched.settle()
  const carrier = new Carrier(startsAtMs, (each) => each)
  const carried = events(watched.trace, 'task-sent').map((event, index) =>
    carrier.carried(watched.messages[index]!, event),
  )
  expect(carried.length).toBeGreaterThan(1)
  expect(new Set(carried.flatMap((one) => one?.chain?.lastFirst ?? [])).size).toBeLessThan(500)
})

const inOrder = (wire: object) => JSON.parse(JSON.stringify(wire))
