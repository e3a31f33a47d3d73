import * as E from 'fp-ts/lib/Either.js'
import { brokerSentence } from '../src/broker/brokerError.ts'
import { openTransport, transportOptions } from '../src/broker/openTransport.ts'
import { playLive, type Servers } from '../src/runtime/playLive.ts'
import type { Chapter, Question, Step } from './lesson.ts'
import type { RanStep } from './ranStep.ts'
import { runQuestion, runStep } from './runStep.ts'
import { NotInRun } from './watch.ts'

/** A step that a real broker cannot play, and why, in a sentence. */
export class NotPlayable extends Error {}

/**
 * Plays a step on a real broker: its programs are sent by the live client, and run by workers in this process, in queues
 * of their own; other workers of that broker see nothing of it. Rejects with `NotPlayable` where that cannot be, or was
 * not, what the step tells of.
 */
export const runLive = async (chapter: Chapter, step: Step, servers: Servers): Promise<RanStep> => {
  if (step.type === 'exercise')
    throw new NotPlayable(
      'An exercise is checked on virtual time, with several seeds: open it without --broker.',
    )
  const simulated = await runStep(chapter, step)
  const why = whyNotPlayable(step, simulated, servers)
  if (why !== null) throw new NotPlayable(why)
  try {
    for (let tries = 1; ; tries++) {
      const ran = await runQuestion(chapter, step, (app, world, program) =>
        playLive(app, world, program, { ...servers, backend: backendFor(app.backend, servers) }),
      )
      const otherwise = ran.scene.facts.filter(({ holds }) => !holds)
      if (otherwise.length === 0) return ran
      if (tries < MOST_TRIES) continue
      const says = otherwise.map((fact) => `"${fact.says}"`).join(', ')
      throw new NotPlayable(
        `It went otherwise there than this step tells: not so was ${says}. On real servers that is up to chance and load; without --broker it is not.`,
      )
    }
  } catch (error) {
    if (!(error instanceof NotInRun)) throw error
    throw new NotPlayable(`What happened there is not what this step tells of: ${error.message}.`)
  }
}

/** Why the servers cannot be used, in a sentence; null when they answer. */
export const whyUnreachable = async ({ broker, backend }: Servers): Promise<string | null> => {
  if (!/^(rediss?|rpc):/.test(backend))
    return 'Results go to a Redis, or come as messages: --backend redis://localhost:6379/0, or rpc://.'
  for (const url of new Set([broker, backend])) {
    if (url.startsWith('rpc:')) continue
    const options = transportOptions({}, 'lesson')
    const transport = await openTransport(url, options, 'client')()
    if (E.isLeft(transport)) return brokerSentence(transport.left)
    const answered = await transport.right.ping()()
    await transport.right.close()
    if (E.isLeft(answered)) return brokerSentence(answered.left)
  }
  return null
}

const whyNotPlayable = (step: Question, { runs }: RanStep, servers: Servers): string | null => {
  if (Object.values(step.faults ?? {}).some((fault) => fault !== undefined))
    return 'Workers that die and messages that come twice are made on request by the simulator alone.'
  if (runs.some(({ source }) => /\b(simulate|check)\(|new Simulation/.test(source)))
    return 'This program plays a simulation itself: there is nothing in it that a broker would see.'
  const lastMs = Math.max(0, ...runs.flatMap(({ trace }) => trace.at(-1)?.atMs ?? 0))
  if (lastMs > MOST_MS)
    return `This step takes ${Math.round(lastMs / 1000)} s of virtual time, and would take as long here.`
  const backends = Object.keys(step.programs).map((file) => (step.apps?.[file] ?? step.app).backend)
  const strange = backends.find((backend) => !/^(memory|rediss?|rpc|disabled):/.test(backend))
  if (strange !== undefined)
    return `This step has ${strange} as its backend: here results go to a Redis or come as messages.`
  const hasChord = runs.some(({ trace }) => trace.some(({ type }) => type === 'chord-size'))
  if (hasChord && servers.backend.startsWith('rpc:'))
    return 'This step has a chord, which rpc:// cannot count: --backend redis://localhost:6379/0.'
  return null
}

/** What the step says of its backend, on these servers. */
const backendFor = (own: string, { backend }: Servers): string =>
  /^(rpc|disabled):/.test(own) ? own : backend

/** How often a step is played until it goes as it tells: who takes which message is up to chance. */
const MOST_TRIES = 2

/** Nobody waits longer for a step, in milliseconds. */
const MOST_MS = 60_000
