import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { writeTypeProject } from '../../src/program/typeProject.ts'

/** The folder in which the language server sees the text, and the text's address there. */
export interface Project {
  readonly folder: string
  readonly uri: string
}

/** Writes the project that a program of the playground is checked in. The server is told of its text. */
export const writeProject = (folder: string, root: string): Project => {
  writeTypeProject(folder, root, { 'canvas.ts': 'export {}\n' })
  return { folder, uri: pathToFileURL(join(folder, 'canvas.ts')).href }
}
