import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Check } from './check.ts'

/** Files that are made from others, by their path from the top of the project. */
export type Made = ReadonlyMap<string, string>

/** Compares what is kept with what is made of the sources now. */
export const checkMade = async (root: string, made: Made): Promise<readonly Check[]> =>
  Promise.all(
    [...made].map(async ([file, text]): Promise<Check> => {
      const kept = await readFile(join(root, file), 'utf8').catch(() => null)
      return {
        name: `${file} is what its sources make of it`,
        problems: kept === text ? [] : [stale(kept, text)],
      }
    }),
  )

/** Looks for files that once were made, and that nothing makes any more. */
export const checkLeftovers = async (root: string, folder: string, made: Made): Promise<Check> => {
  const files = await readdir(join(root, folder), { recursive: true })
  const problems = files
    .map((file) => `${folder}/${file}`)
    .filter((file) => /\.(svg|errors\.txt)$/.test(file) && !made.has(file))
    .map((file) => `delete ${file}`)
  return { name: `${folder} keeps nothing that nothing makes`, problems }
}

/** Writes what is made. */
export const writeMade = async (root: string, made: Made): Promise<void> => {
  for (const [file, text] of made) {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), text)
  }
}

const stale = (kept: string | null, text: string): string => {
  const cure = 'npm run lesson:check -- --write makes it again; look at what it says'
  if (kept === null) return `it is missing: ${cure}`
  const [before, now] = [kept.split('\n'), text.split('\n')]
  const index = now.findIndex((line, at) => line !== before[at])
  const line = index < 0 ? now.length : index + 1
  return `line ${line} has ${JSON.stringify(before[line - 1] ?? '')} for ${JSON.stringify(now[line - 1] ?? '')}: ${cure}`
}
