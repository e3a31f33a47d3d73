import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { backendUrl, playWorld } from '../playground/run/world.ts'
import type { ProgramRun } from '../src/program/programRun.ts'
import { runProgram } from '../src/program/runProgram.ts'
import type { WorldOptions } from './celeriac.ts'

/** A program that was read and run. */
export interface Played {
  readonly name: string
  readonly text: string
  readonly ran: ProgramRun
}

/** Reads a program and runs it in the world of the options; a sentence where it cannot be read. */
export const playFile = async (
  file: string,
  { seed, workers, concurrency, backend, time = 10, allowNode = false }: WorldOptions,
  stdin: AsyncIterable<unknown>,
): Promise<Played | { readonly says: string }> => {
  const text = await read(file, stdin)
  if (typeof text !== 'string') return { says: `${file} was not read: ${reasonOf(text.error)}.` }
  const { backend: _, ...world } = playWorld
  const url = backend === undefined ? null : backendUrl[backend]
  const name = file === '-' ? 'canvas.ts' : basename(file)
  const ran = await runProgram({
    source: text,
    file: name,
    world: {
      ...world,
      ...(seed !== undefined && { seed }),
      ...(workers !== undefined && { workers }),
      ...(concurrency !== undefined && { concurrency }),
    },
    ...(url !== null && { backend: url }),
    limits: { timeMs: time * 1000, events: 200_000 },
    mayReach: allowNode,
  })
  return { name, text, ran }
}

const read = async (file: string, stdin: AsyncIterable<unknown>) => {
  if (file !== '-') return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => ({ error }))
  const parts: Buffer[] = []
  for await (const part of stdin) parts.push(Buffer.from(part as string))
  return Buffer.concat(parts).toString()
}

const reasonOf = ({ code, message }: NodeJS.ErrnoException): string =>
  code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message
