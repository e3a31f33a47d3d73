import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Check } from './check.ts'

/** Files that are made from others, by their path from the top of the project. */
export type Made = ReadonlyMap<string, string>

/** Compares what is kept in `folder` with what is made of the sources now. */
export const checkMade = async (root: string, folder: string, made: Made): Promise<readonly Check[]> => {
  const left = await leftovers(root, folder, made)
  const fresh = [...made].map(async ([file, text]): Promise<Check> => {
    const kept = await readFile(join(root, file), 'utf8').catch(() => null)
    return {
      name: `${file} is what its sources make of it`,
      problems: kept === text ? [] : [stale(kept, text)],
    }
  })
  return [
    ...(await Promise.all(fresh)),
    {
      name: `${folder} has no made files that nothing makes`,
      problems: left.map((file) => `delete ${file}`),
    },
  ]
}

export const writeMade = async (root: string, made: Made): Promise<void> => {
  for (const [file, text] of made) {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), text)
  }
}

const leftovers = async (root: string, folder: string, made: Made): Promise<readonly string[]> =>
  (await readdir(join(root, folder), { recursive: true }))
    .map((file) => `${folder}/${file}`)
    .filter((file) => /\.(svg|errors\.txt)$/.test(file) && !made.has(file))

const stale = (kept: string | null, text: string): string => {
  const cure = 'npm run lesson:check -- --write makes it again; look at what it says'
  if (kept === null) return `it is missing: ${cure}`
  const [before, now] = [kept.split('\n'), text.split('\n')]
  const index = now.findIndex((line, at) => line !== before[at])
  const line = index < 0 ? now.length : index + 1
  return `line ${line} has ${JSON.stringify(before[line - 1] ?? '')} for ${JSON.stringify(now[line - 1] ?? '')}: ${cure}`
}
