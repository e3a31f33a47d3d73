import { formats } from '../playground/export/formats.ts'
import { writeWhole } from '../playground/keep/writeWhole.ts'
import { troubleText } from '../playground/run/troubleText.ts'
import { film } from '../src/ui/film.ts'
import { graph } from '../src/ui/graph.ts'
import { finish, rowText } from '../src/ui/span.ts'
import { printableLines } from '../src/ui/value.ts'
import { loadWidths } from '../src/ui/width.ts'
import type { GraphOptions } from './celeriac.ts'
import { playFile } from './playFile.ts'
import type { Pipe } from './runCommand.ts'

/** `celeriac graph`: what the program sends, drawn as text or written for another tool. */
export const graphCommand = async (
  file: string,
  options: GraphOptions,
  { stdin, stdout, stderr }: Pipe,
): Promise<number> => {
  const played = await playFile(file, options, stdin)
  if ('says' in played) {
    stderr.write(`${played.says}\n`)
    return 2
  }
  const { ran, name } = played
  const format = formats.find((one) => one.name === options.format)
  const columns = Math.max(40, stdout.columns ?? 80)
  const written = format === undefined ? await drawn(ran, columns) : await format.write(played)
  if (ran.trouble !== null) stderr.write(`${name}: ${printableLines(troubleText(ran.trouble))}\n`)
  if (options.output === undefined) stdout.write(written)
  else {
    const failed = await writeWhole(options.output, written).catch((error: Error) => error)
    if (failed instanceof Error) {
      stderr.write(`${options.output} was not written: ${failed.message}\n`)
      return 1
    }
  }
  return ran.trouble === null ? 0 : 1
}

/** In ASCII, so that it can stand anywhere. */
const drawn = async (ran: Parameters<typeof film>[0], columns: number): Promise<string> => {
  await loadWidths()
  const whole = film(ran)
  const look = { ascii: true }
  const count = whole.trace.length
  const { rows } = graph({ film: whole, count, limit: count, look }, columns, 200)
  return finish(rows, look)
    .map((row) => `${rowText(row).trimEnd()}\n`)
    .join('')
}
