import { spawn } from 'node:child_process'
import type { Happening } from '../src/ui/player.ts'
import type { Wish } from '../src/ui/playerState.ts'
import type { Scene } from '../src/ui/scene.ts'
import { checkedScene, isSolved, unrunScene } from './exerciseScene.ts'
import type { Chapter, Exercise } from './lesson.ts'
import { Workbench } from './workbench.ts'

/** What the room needs of the screen. */
export interface Outside {
  /** The folder in which the course was started. */
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Tells the screen what has happened. */
  readonly tell: (happening: Happening) => void
  /** Gives the terminal to another program, and takes it back. */
  readonly lend: (work: () => Promise<void>) => Promise<void>
}

/** Everything about a chapter's exercises that is not on the screen: files, runs, and the learner's editor. */
export class ExerciseRoom {
  readonly #chapter: Chapter
  readonly #outside: Outside
  readonly #desks = new Map<number, Desk>()
  /** How often the program of a step was run. */
  readonly #runs = new Map<number, number>()
  /** A check may still end, and concerns nobody any more. */
  #isClosed = false

  constructor(chapter: Chapter, outside: Outside) {
    this.#chapter = chapter
    this.#outside = outside
    // Before whatever else these do: some of it ends the process.
    for (const event of endings) process.prependListener(event as NodeJS.Signals, this.#saveDrafts)
  }

  /** The exercise before its first run; the run follows by itself, and one more at every change of the file. */
  async open(step: number, exercise: Exercise): Promise<Scene> {
    const bench = new Workbench(this.#outside.home, this.#chapter, exercise)
    const { source, isNew, problem } = await bench.open()
    const desk: Desk = {
      bench,
      exercise,
      text: source,
      draft: null,
      busy: false,
      again: false,
      stop: () => {},
    }
    this.#desks.set(step, desk)
    if (problem !== null) this.#note(problem)
    else if (isNew) this.#note(`Your program is ${bench.path}: e edits it here, any editor elsewhere.`)
    desk.stop = bench.watch((text) => this.#changed(step, desk, text))
    void this.#check(step, desk)
    return unrunScene(this.#chapter, exercise, { file: bench.file, path: bench.path, source })
  }

  /** Does what the screen cannot. */
  async grant(wish: Wish): Promise<void> {
    const desk = this.#desks.get(wish.step)
    if (desk === undefined) return
    const { bench } = desk
    switch (wish.type) {
      case 'check':
        await this.#reread(wish.step, desk)
        return this.#check(wish.step, desk)
      case 'save': {
        // Nothing was typed: what another editor may have saved meanwhile stays.
        if (wish.source === desk.text) return this.#reread(wish.step, desk)
        desk.text = wish.source
        this.#tell({ type: 'written', step: wish.step, source: wish.source })
        const problem = await bench.save(wish.source)
        if (problem !== null) this.#note(`${problem} The text is kept here while the lesson is open.`)
        return this.#check(wish.step, desk)
      }
      case 'reset':
        return this.#swapped(wish.step, desk, await bench.reset())
      case 'restore':
        return this.#swapped(wish.step, desk, await bench.restore())
      case 'editor':
        return this.#edit(wish.step, desk)
    }
  }

  /** Keeps what is edited and not saved, so that it is saved however the lesson ends. */
  draft(step: number, text: string | null): void {
    const desk = this.#desks.get(step)
    if (desk) desk.draft = text
  }

  runsOf = (step: number): number => this.#runs.get(step) ?? 0

  close(): void {
    this.#isClosed = true
    for (const { stop } of this.#desks.values()) stop()
    for (const event of endings) process.off(event, this.#saveDrafts)
  }

  #saveDrafts = (): void => {
    for (const { bench, draft, text } of this.#desks.values())
      if (draft !== null && draft !== text) bench.saveAtEnd(draft)
  }

  #tell(happening: Happening): void {
    if (this.#isClosed) return
    this.#outside.tell(happening)
  }

  #note(says: string): void {
    this.#tell({ type: 'note', says })
  }

  #changed(step: number, desk: Desk, text: string | null): void {
    if (text === null) {
      this.#note(`${desk.bench.path} is gone. Your text is still here: c writes it again.`)
      return
    }
    desk.text = text
    this.#tell({ type: 'written', step, source: text })
    void this.#check(step, desk)
  }

  /** What stands in the file counts; where there is none any more, what stood in it last. */
  async #reread(step: number, desk: Desk): Promise<void> {
    const text = await desk.bench.read().catch((error: Error) => {
      this.#note(error.message)
      return desk.text
    })
    if (text === null) {
      const problem = await desk.bench.save(desk.text)
      if (problem !== null) this.#note(problem)
    } else if (text !== desk.text) {
      desk.text = text
      this.#tell({ type: 'written', step, source: text })
    }
  }

  async #swapped(step: number, desk: Desk, problem: string | null): Promise<void> {
    if (problem !== null) return this.#note(problem)
    await this.#reread(step, desk)
    return this.#check(step, desk)
  }

  /** One check at a time; what changes meanwhile is checked after it. */
  async #check(step: number, desk: Desk): Promise<void> {
    if (desk.busy) {
      desk.again = true
      return
    }
    desk.busy = true
    do {
      desk.again = false
      this.#tell({ type: 'checking', step, canRestore: await desk.bench.canRestore() })
      this.#runs.set(step, this.runsOf(step) + 1)
      const { bench, exercise, text: source } = desk
      try {
        const attempt = { file: bench.file, path: bench.path, source }
        const scene = await checkedScene(this.#chapter, exercise, attempt)
        this.#tell({ type: 'checked', step, scene, isSolved: isSolved(scene) })
      } catch (error) {
        this.#tell({ type: 'failed', step, message: mistake(error as Error) })
      }
    } while (desk.again)
    desk.busy = false
  }

  async #edit(step: number, desk: Desk): Promise<void> {
    const { env, lend } = this.#outside
    const editor = env.VISUAL || env.EDITOR
    if (!editor) return this.#note('There is no $VISUAL and no $EDITOR: e edits the program here.')
    let problem: string | null = null
    // What was saved here is in the file before the editor opens it.
    await this.#reread(step, desk)
    await lend(async () => {
      problem = await runEditor(editor, desk.bench.fullPath)
    })
    if (problem !== null) this.#note(problem)
    const before = desk.text
    await this.#reread(step, desk)
    if (desk.text !== before) await this.#check(step, desk)
  }
}

interface Desk {
  readonly bench: Workbench
  readonly exercise: Exercise
  /** What stands in the file, or would if it could be written. */
  text: string
  /** What is edited here and not saved. */
  draft: string | null
  busy: boolean
  again: boolean
  stop: () => void
}

const endings: readonly string[] = ['exit', 'SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']

/** `$EDITOR` may have words behind it, as in `code --wait`. */
const runEditor = (editor: string, path: string): Promise<string | null> =>
  new Promise((resolve) => {
    const child =
      process.platform === 'win32'
        ? spawn(`${editor} "${path}"`, { stdio: 'inherit', shell: true })
        : spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', path], { stdio: 'inherit' })
    child.on('error', (error) => resolve(`${editor} could not be opened: ${error.message}.`))
    child.on('exit', (code) => resolve(code === 127 ? `${editor} is not on this machine.` : null))
  })

const mistake = ({ message }: Error): string =>
  `A check of this exercise failed, which is a mistake of the course and not yours: ${message}`
