import { withoutPassword } from '../src/broker/withoutPassword.ts'
import type { Servers } from '../src/runtime/playLive.ts'
import type { Look } from '../src/ui/legend.ts'
import { lessonFrame } from '../src/ui/lessonFrame.ts'
import { type Happening, play } from '../src/ui/player.ts'
import { type Player, player, type Wish } from '../src/ui/playerState.ts'
import type { OtherChapter, Scene } from '../src/ui/scene.ts'
import type { Row } from '../src/ui/span.ts'
import { colored } from '../src/ui/terminal/colored.ts'
import type { Mode } from '../src/ui/terminal/mode.ts'
import { openScreen } from '../src/ui/terminal/screen.ts'
import { colorTheme, plainTheme } from '../src/ui/theme.ts'
import { hasGuessed, loadWidths } from '../src/ui/width.ts'
import { chapters } from './chapters.ts'
import type { ExerciseRoom, Outside } from './exerciseRoom.ts'
import type { Chapter, Exercise } from './lesson.ts'
import { doneIn, type Progress, type ProgressFile } from './progress.ts'
import type { RanStep } from './ranStep.ts'
import { rememberedOf, rememberWith } from './remembering.ts'
import { runStep } from './runStep.ts'
import { titleOf } from './titleOf.ts'

/** Which part of a chapter to open, and how. */
export interface Opening {
  /** From 0; null to go on where the learner was. */
  readonly step: number | null
  /** Ask the questions alone. */
  readonly quiz: boolean
  /** The folder in which the course was started. */
  readonly home: string
  readonly progress: ProgressFile
  /** Where it is played for real; null for the simulation. */
  readonly servers: Servers | null
}

/**
 * Opens a chapter on the terminal, and comes back when the learner leaves it, with the chapter to open next; null to end.
 * The first frame is drawn before Ink is there: loading that takes longer than everything else.
 */
export const showLesson = async (chapter: Chapter, opening: Opening, mode: Mode): Promise<number | null> => {
  const { home, progress, quiz, servers } = opening
  const kept = progress.read()
  const known = rememberedOf(chapter, kept.progress)
  // A quiz asks again what was answered.
  const remembered = quiz ? { ...known, answers: {} } : known
  const questions = chapter.steps.findIndex(({ type }) => type === 'question')
  const step = opening.step ?? (quiz ? Math.max(0, questions) : remembered.step)
  const listeners = new Set<(happening: Happening) => void>()
  const early: Happening[] = []
  const tell = (happening: Happening) => {
    if (listeners.size === 0) early.push(happening)
    for (const listener of listeners) listener(happening)
  }
  const screen = openScreen()
  const room = exerciseRoom(chapter, { home, env: process.env, tell, lend: screen.lend })
  const load = loader(chapter, room, servers)
  const look = { ascii: mode.ascii }
  const theme = mode.color ? colorTheme : plainTheme
  const { columns, rows } = screen
  const size = { columns, rows, motion: mode.motion }
  const title = { ...titleOf(chapter), others: othersThan(chapter, kept.progress) }
  const empty = player({ ...remembered, chapter: title, step, quiz, ...size })
  // What is played for real takes its time; meanwhile the screen says so.
  const begun = servers === null ? play(empty, { type: 'loaded', step, scene: await load(step) }) : empty
  const start = { ...begun, note: kept.note ?? (servers && liveNote(servers)) }
  screen.stdout.write(colored(await firstFrame(start, look), theme))
  const [{ renderLesson }] = await Promise.all([import('./renderLesson.tsx'), loadWidths()])
  const remember = rememberWith(progress, chapter, remembered, room.runsOf)
  return new Promise((resolve) => {
    const app = renderLesson({
      start: play(start, { type: 'resize', columns: screen.columns, rows: screen.rows }),
      look,
      theme,
      screen,
      load,
      onHappening: (listener) => {
        listeners.add(listener)
        for (const happening of early.splice(0)) listener(happening)
        return () => {
          listeners.delete(listener)
        }
      },
      grant: room.grant,
      draft: room.draft,
      remember: (state) => {
        const problem = remember(state)
        if (problem !== null) tell({ type: 'note', says: problem })
      },
      onDone: (next) => {
        room.close()
        screen.close()
        app.unmount()
        resolve(next)
      },
    })
  })
}

/** The other chapters, and how far the learner is in each. */
const othersThan = (chapter: Chapter, progress: Progress): readonly OtherChapter[] =>
  chapters
    .filter(({ number }) => number !== chapter.number)
    .map(({ number, title, steps }) => ({ number, title, steps, done: doneIn(progress, number, steps) }))

/** Drawn again when widths had to be guessed. */
const firstFrame = async (start: Player, look: Look): Promise<readonly Row[]> => {
  const rows = lessonFrame(start, look)
  if (!hasGuessed()) return rows
  await loadWidths()
  return lessonFrame(start, look)
}

/** Every step runs once, when it is first looked at; an exercise does so again whenever its program changes. */
const loader = (chapter: Chapter, room: Room, servers: Servers | null) => {
  const scenes = new Map<number, Promise<Scene>>()
  return (step: number): Promise<Scene> => {
    const opened = chapter.steps[step]!
    const known =
      scenes.get(step) ??
      (servers !== null
        ? import('./runLive.ts').then(({ runLive }) => runLive(chapter, opened, servers)).then(sceneOf)
        : opened.type === 'exercise'
          ? room.open(step, opened)
          : runStep(chapter, opened).then(sceneOf))
    scenes.set(step, known)
    return known
  }
}

const sceneOf = ({ scene }: RanStep): Scene => scene

const liveNote = ({ broker }: Servers): string =>
  `Live on ${withoutPassword(broker)}, with workers of its own: this has happened there.`

type Room = ReturnType<typeof exerciseRoom>

/** The room of the exercises, loaded when the first of them is opened: a question does not wait for it. */
const exerciseRoom = (chapter: Chapter, outside: Outside) => {
  let loaded: Promise<ExerciseRoom> | undefined
  let room: ExerciseRoom | undefined
  const load = () => {
    loaded ??= import('./exerciseRoom.ts').then((module) => {
      room = new module.ExerciseRoom(chapter, outside)
      return room
    })
    return loaded
  }
  return {
    open: async (step: number, exercise: Exercise) => (await load()).open(step, exercise),
    grant: (wish: Wish) => void room?.grant(wish),
    draft: (step: number, text: string | null) => room?.draft(step, text),
    runsOf: (step: number) => room?.runsOf(step) ?? 0,
    close: () => room?.close(),
  }
}
