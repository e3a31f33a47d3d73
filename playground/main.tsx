import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { decideMode, tellChalk } from '../src/ui/terminal/mode.ts'

const { stdin, stdout, stderr, env, argv, platform } = process
const words = argv.slice(2)

const main = async (): Promise<number> => {
  const path = words.find((word) => !word.startsWith('-')) ?? null
  const mode = decideMode({ env, argv: words, stdin, stdout, platform })
  if (mode.type !== 'full') {
    stderr.write('The playground needs a terminal: run it without a pipe.\n')
    return 2
  }
  tellChalk(mode, env)
  const { showPlayground } = await import('./onScreen.ts')
  const text = path === null ? '' : readFileSync(path, 'utf8')
  return showPlayground({ name: path === null ? 'canvas.ts' : basename(path), path, text }, mode)
}

process.exitCode = await main()
