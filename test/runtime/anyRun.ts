import fc from 'fast-check'
import type { Canvas } from '../../src/canvas/canvas.ts'
import { print } from '../../src/canvas/print.ts'
import { wrap } from '../../src/canvas/signature.ts'
import { Simulation } from '../../src/runtime/simulation.ts'
import type { Trace } from '../../src/runtime/trace.ts'
import type { World } from '../../src/runtime/world.ts'
import { anyCanvas, joinsInWorker } from './anyCanvas.ts'
import { anyBadWorld, anyWorld } from './anyWorld.ts'
import { bodiesTooMany, INVARIANTS, lostTasks } from './invariants.ts'
import { vocabulary } from './vocabulary.ts'

/** How one run ended: what `get()` gave or said, and everything that happened. */
export interface Run {
  readonly end: string
  readonly trace: Trace
}

/** One app for all runs of a kind: a run leaves nothing in it. */
const apps = {
  early: vocabulary(),
  late: vocabulary({ acksLate: true }),
  polling: vocabulary({ acksLate: true, backend: 'db+sqlite://' }),
}

/** Sends a canvas, waits for its result, and lets everything come to its end. */
export async function run(canvas: Canvas, world: World, kind: keyof typeof apps = 'late'): Promise<Run> {
  const app = apps[kind]
  const simulation = new Simulation(app, world)
  app.connectTo(simulation)
  let end: string
  try {
    const result = await wrap<{ delay(): Promise<{ get(): Promise<unknown> } | null> }>(app, canvas).delay()
    end = result ? `value ${JSON.stringify(await result.get())}` : 'nothing'
  } catch (error) {
    end = `${(error as Error).name}: ${(error as Error).message}`
  }
  await simulation.settle()
  return { end, trace: simulation.trace }
}

/** Throws, with the canvas and the rule, what is wrong with a run. */
function judge(
  { end, trace }: Run,
  canvas: Canvas,
  more: Readonly<Record<string, readonly string[]>> = {},
): void {
  const broken: string[] = []
  for (const [rule, breaks] of Object.entries(INVARIANTS))
    for (const each of breaks(trace).slice(0, 3)) broken.push(`${rule}: ${each}`)
  for (const [rule, breaks] of Object.entries(more))
    for (const each of breaks.slice(0, 3)) broken.push(`${rule}: ${each}`)
  if (broken.length > 0) throw new Error(`${broken.join('\n')}\n${print(canvas)}\nwhose get() gave ${end}`)
}

/** A rule for NeverReady: it names a task and a reason, and not a hole in the telling. */
const explained = (end: string): readonly string[] =>
  end.startsWith('NeverReady') &&
  (/undefined|\[object|nobody sent/.test(end) ||
    !/: .* (because|waits|raised|rejected|knows|was|has not)/.test(end))
    ? [end]
    : []

const ONE_BODY = 'the body of a chord is sent at most once per complete count, and after it'

/** What holds in the runs of each kind; the soak plays more of them. */
export const PROPERTIES = {
  'without faults every canvas of tasks that end gives a value, an error of a task, or says why it never will':
    fc.asyncProperty(anyCanvas({ failing: true }), anyWorld, async (canvas, world) => {
      const outcome = await run(canvas, world, 'early')
      const known =
        /^(value|nothing|Boom: boom|ChordError: |NeverReady: |TimeLimitExceeded: |NotImplementedError: |TypeError: Cannot add link|TaskRevokedError: revoked)/
      judge(outcome, canvas, {
        'no task is lost': joinsInWorker(canvas) ? [] : lostTasks(outcome.trace),
        [ONE_BODY]: bodiesTooMany(outcome.trace, joinsInWorker(canvas)),
        'nothing is delivered twice': outcome.trace.flatMap((event) =>
          event.type === 'task-sent' && event.cause === 'redelivery' ? [event.task] : [],
        ),
        'every end is known': known.test(outcome.end) ? [] : [outcome.end],
        'NeverReady says why': explained(outcome.end),
      })
    }),
  'with late acks and faults no message is lost, and what is delivered again says so': fc.asyncProperty(
    anyCanvas({ failing: true, losing: true }),
    anyBadWorld,
    async (canvas, world) => {
      const outcome = await run(canvas, world, 'late')
      judge(outcome, canvas, {
        'no task is lost': joinsInWorker(canvas) ? [] : lostTasks(outcome.trace),
        [ONE_BODY]: bodiesTooMany(outcome.trace, joinsInWorker(canvas)),
        'NeverReady says why': explained(outcome.end),
      })
    },
  ),
  'with early acks and faults everything else holds': fc.asyncProperty(
    anyCanvas({ failing: true, losing: true }),
    anyBadWorld,
    async (canvas, world) => {
      const outcome = await run(canvas, world, 'early')
      judge(outcome, canvas, {
        'NeverReady says why': explained(outcome.end),
        [ONE_BODY]: bodiesTooMany(outcome.trace, joinsInWorker(canvas)),
      })
    },
  ),
  'a backend that polls ends as well': fc.asyncProperty(
    anyCanvas({ failing: true, losing: true }),
    anyBadWorld,
    async (canvas, world) => {
      const outcome = await run(canvas, world, 'polling')
      judge(outcome, canvas, { 'NeverReady says why': explained(outcome.end) })
    },
  ),
  'the same seed gives the same trace, byte for byte': fc.asyncProperty(
    anyCanvas({ failing: true, losing: true }),
    anyBadWorld,
    async (canvas, world) => {
      const [one, other] = [await run(canvas, world, 'late'), await run(canvas, world, 'late')]
      // The traceback of an error is not in the trace; all the rest is.
      if (JSON.stringify(one) !== JSON.stringify(other))
        throw new Error(`two runs of one seed differ: ${print(canvas)}`)
    },
  ),
} as const
