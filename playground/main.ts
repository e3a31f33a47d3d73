import { basename, join, resolve } from 'node:path'
import { decideMode } from '../src/ui/terminal/mode.ts'
import { openDrafts } from './keep/drafts.ts'
import { openFile } from './keep/openFile.ts'
import { welcome } from './keep/welcome.ts'
import { stateFolder } from './stateFolder.ts'
import { typesIn } from './types/typesIn.ts'

const { stdin, stdout, stderr, env, argv, platform } = process
const words = argv.slice(2)

const main = async (): Promise<number> => {
  const path = words.find((word) => !word.startsWith('-')) ?? null
  const mode = decideMode({ env, argv: words, stdin, stdout, platform })
  if (mode.type !== 'full') {
    stderr.write('The playground needs a terminal: run it without a pipe.\n')
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

process.exitCode = await main()
