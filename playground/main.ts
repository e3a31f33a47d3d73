import { basename, join, resolve } from 'node:path'
import { nearest } from '../src/program/nearest.ts'
import { decideMode } from '../src/ui/terminal/mode.ts'
import { openDrafts } from './keep/drafts.ts'
import { openFile } from './keep/openFile.ts'
import { welcome } from './keep/welcome.ts'
import { stateFolder } from './stateFolder.ts'
import { typesIn } from './types/typesIn.ts'

const { stdin, stdout, stderr, env, argv, platform } = process
const words = argv.slice(2)

const main = async (): Promise<number> => {
  const wrong = wrongWord(words)
  if (wrong !== null) {
    stderr.write(`${wrong}\nnpm run playground -- [file] [${OPTIONS.join('] [')}]\n`)
    return 2
  }
  const path = words.find((word) => !word.startsWith('-')) ?? null
  const mode = decideMode({ env, argv: words, stdin, stdout, platform })
  if (mode.type !== 'full') {
    stderr.write(
      'The playground needs a terminal that it can draw on. As text, `celeriac run` tells what happens in a run.\n',
    )
    return 2
  }
  const drafts = openDrafts(join(stateFolder(), 'drafts'))
  const given = path === null ? null : resolve(path)
  const opened =
    given === null ? { text: welcome, draft: await drafts.newest() } : await openFile(given, drafts)
  if ('error' in opened) {
    stderr.write(`${path} was not opened: ${opened.error}.\n`)
    return 1
  }
  const openTypes = typesIn(stateFolder())
  const { showPlayground } = await import('./onScreen.ts')
  const name = given === null ? (opened.draft?.name ?? 'canvas.ts') : basename(given)
  return showPlayground({ name, path: given, ...opened }, drafts, mode, openTypes)
}

const OPTIONS = ['--ascii', '--no-motion'] as const

/** What is wrong with the words that it was started with; null when nothing is. */
const wrongWord = (all: readonly string[]): string | null => {
  const option = all.find((word) => word.startsWith('-') && !(OPTIONS as readonly string[]).includes(word))
  if (option !== undefined) {
    const like = nearest(option, OPTIONS)
    return `Unknown option '${option}'.${like === undefined ? '' : ` Did you mean ${like}?`}`
  }
  const [, second] = all.filter((word) => !word.startsWith('-'))
  return second === undefined ? null : `One file at a time: '${second}' is another.`
}

process.exitCode = await main()
