import { troubleText } from '../playground/run/troubleText.ts'
import { film } from '../src/ui/film.ts'
import { runText } from '../src/ui/runText.ts'
import { printableLines } from '../src/ui/value.ts'
import { loadWidths } from '../src/ui/width.ts'
import type { RunOptions } from './celeriac.ts'
import { playFile } from './playFile.ts'

/** Where a command reads and writes; the process is one. */
export interface Pipe {
  readonly stdin: AsyncIterable<unknown>
  readonly stdout: Pick<NodeJS.WriteStream, 'write'> & { readonly columns?: number }
  readonly stderr: Pick<NodeJS.WriteStream, 'write'>
}

/** `celeriac run`: what the program printed, and what happened. Its trouble goes to the standard error. */
export const runCommand = async (
  file: string,
  options: RunOptions,
  { stdin, stdout, stderr }: Pipe,
): Promise<number> => {
  const played = await playFile(file, options, stdin)
  if ('says' in played) {
    stderr.write(`${played.says}\n`)
    return 2
  }
  const { ran, name } = played
  const { trace, printed, trouble } = ran
  if (options.json) for (const event of trace) stdout.write(`${JSON.stringify(event)}\n`)
  else {
    await loadWidths()
    for (const { text, stream } of printed)
      (stream === 'stderr' ? stderr : stdout).write(`${printableLines(text)}\n`)
    if (!options.quiet && trace.length > 0)
      stdout.write(
        `${printed.length > 0 ? '\n' : ''}${runText(film(ran), Math.max(40, stdout.columns ?? 80))}\n`,
      )
  }
  if (trouble === null) return 0
  stderr.write(`${name}: ${printableLines(troubleText(trouble))}\n`)
  return 1
}
