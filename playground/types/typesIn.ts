import { join } from 'node:path'
import { findCompiler } from '../../src/program/findCompiler.ts'
import { packageRoot } from '../../src/program/packageRoot.ts'
import { writeProject } from './project.ts'
import { type ServerProcess, spawnServer } from './spawnServer.ts'
import type { Looked, TypeServer, TypesHappening } from './typeServer.ts'

/**
 * Opens the language server of this machine's compiler, with its project in a folder of ours; says so where there is
 * none. Its process starts at once, while everything else is still being loaded.
 */
export const typesIn = (
  folder: string,
): ((first: Looked, tell: (told: TypesHappening) => void) => TypeServer) => {
  const begun = begin(join(folder, 'types'))
  // Whoever opens it is told.
  begun.catch(() => {})
  return (first, tell) => {
    let newest = first
    let server: TypeServer | null = null
    let closed = false
    const open = async () => {
      const started = await begun
      if (started === null) return tell({ type: 'typesStatus', status: 'none', says: noCompiler })
      const { openTypeServer } = await import('./typeServer.ts')
      if (closed) started.spawnNext().child.kill()
      else server = openTypeServer(started.spawnNext, started.project, newest, tell)
    }
    open().catch((error: Error) =>
      tell({ type: 'typesStatus', status: 'none', says: `No types: ${error.message}` }),
    )
    return {
      look: (looked) => {
        newest = looked
        server?.look(looked)
      },
      complete: (from) => server?.complete(from),
      describe: (item) => server?.describe(item),
      close: () => {
        closed = true
        server?.close()
      },
    }
  }
}

/** The process that was started, and those after it. */
const begin = async (folder: string) => {
  const compiler = await findCompiler(process.cwd())
  if (compiler === null) return null
  const project = writeProject(folder, packageRoot())
  const spawnOne = () => spawnServer(compiler, ['--lsp', '--stdio'], project.folder)
  let next: ServerProcess | null = spawnOne()
  const spawnNext = () => {
    const one = next ?? spawnOne()
    next = null
    return one
  }
  return { project, spawnNext }
}

const noCompiler = 'No types: there is no TypeScript 7 here. `npm install --save-dev typescript@7` brings it.'
