import type { Recording } from '../../src/runtime/recording.ts'
import { codeLines } from '../../src/ui/code.ts'
import { play } from '../../src/ui/player.ts'
import { type Player, player } from '../../src/ui/playerState.ts'
import type { Scene } from '../../src/ui/scene.ts'
import { positionAfter, positionAt, stage } from '../../src/ui/stage.ts'
import { chainRecording, chordRecording, linkRecording, thriceRecording } from './recordings.ts'

/** Scenes made by hand, for tests of the player and its frames. */

const source = (call: string) => `import { chain } from 'celeriac'
import { account, sendSms, sendWhatsapp, text } from '../bank.ts'

export async function lesson() {
  // ---cut---
  const r = await ${call}(
    sendSms.s(account, text),
    sendWhatsapp.s(account, text),
  ).delay()
  return { r, value: await r.get() }
  // ---cut-after---
}
`

const prose = `A chain runs its steps one after the other, and hands each result to the **next step** as its first argument.
What you hold is the result of the *last* step; the one before it is \`r.parent\`.

Nobody waits while a step runs: the worker that finishes one publishes the next. So a chain of two needs no more than
one worker, and the client could go home after \`delay()\`.`

export const sceneFor = (
  title: string,
  recordings: readonly Recording[],
  names: readonly string[] = ['canvas.ts'],
): Scene => {
  const run = stage(recordings)
  return {
    title,
    prose,
    manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#chains',
    hints: ['Look at `r.parent`.', 'The last step decides.'],
    programs: names.map((name) => ({
      name,
      code: codeLines(source(name.replace(/\.ts$/, ''))),
      problems: [],
      error: null,
    })),
    stage: run,
    predict: {
      ask: 'What does r.get() give?',
      options: ['the first result', 'both results', 'the last result'],
      answer: 3,
      because: 'a chain hands back the result of its last task',
      opensAt: positionAfter(run, 1),
      refutedAt: () => positionAfter(run, Math.max(1, run.moments.length - 1)),
    },
    facts: [{ says: 'sendWhatsapp starts after sendSms ends', holds: true }],
  }
}

export const scenes: readonly Scene[] = [
  sceneFor('A chain', [chainRecording()]),
  sceneFor('Three messages', [thriceRecording()]),
  sceneFor('Link is not chain', [chainRecording(), linkRecording()], ['chain.ts', 'link.ts']),
  sceneFor('A chord waits for all', [chordRecording()]),
]

export const chapter = {
  number: 5,
  title: 'Signatures & chaining',
  steps: scenes.map((scene) => scene.title),
}

/** A player with all scenes loaded. */
export const playerAt = (step: number, columns: number, rows: number, motion = true): Player =>
  scenes.reduce<Player>(
    (state, scene, index) => play(state, { type: 'loaded', step: index, scene }),
    player({ chapter, step, columns, rows, motion }),
  )

/** The same player, its question answered, at a time. */
export const answeredAt = (state: Player, atMs: number, option = 3): Player => {
  const next = { ...state, answers: { ...state.answers, [state.step]: option }, playing: null }
  const scene = scenes[state.step]!
  return { ...next, at: positionAt(scene.stage, atMs) }
}
