import { join } from 'node:path'
import { findCompiler } from '../../src/program/findCompiler.ts'
import { packageRoot } from '../../src/program/packageRoot.ts'
import { writeProject } from './project.ts'
import type { Looked, TypeServer, TypesHappening } from './typeServer.ts'

/** Opens the language server of this machine's compiler, with its project in a folder of ours; says so where there is none. */
export const typesIn =
  (folder: string) =>
  (first: Looked, tell: (told: TypesHappening) => void): TypeServer => {
    let newest = first
    let server: TypeServer | null = null
    let closed = false
    const open = async () => {
      const [compiler, { openTypeServer }] = await Promise.all([
        findCompiler(process.cwd()),
        import('./typeServer.ts'),
      ])
      if (compiler === null) return tell({ type: 'typesStatus', status: 'none', says: noCompiler })
      const project = writeProject(join(folder, 'types'), packageRoot())
      if (!closed) server = openTypeServer([compiler, '--lsp', '--stdio'], project, newest, tell)
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

const noCompiler = 'No types: there is no TypeScript 7 here. `npm install --save-dev typescript@7` brings it.'
