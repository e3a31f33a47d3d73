import type { Json } from '../../src/canvas/json.ts'
import { printValue } from '../../src/canvas/print.ts'
import { printable, printableLines } from '../../src/ui/value.ts'

/** What a worker answered, as Celery's command line shows it (bin/base.py, `pretty`): a line, and the answer below it. */
export const replyText = (hostname: string, reply: Json, showsReply: boolean): string => {
  const { status, text } = pretty(reply)
  const head = printable(`->  ${hostname}: ${status}`)
  return showsReply ? `${head}\n${indent(text)}` : head
}

const pretty = (reply: Json): { readonly status: 'OK' | 'ERROR'; readonly text: string } => {
  if (Array.isArray(reply))
    return {
      status: 'OK',
      text: reply.length === 0 ? '- empty -' : reply.map((item) => `* ${shown(item)}`).join('\n'),
    }
  if (typeof reply === 'object' && reply !== null) {
    if ('ok' in reply) return { status: 'OK', text: indent(pretty(reply.ok as Json).text) }
    if ('error' in reply) return { status: 'ERROR', text: indent(pretty(reply.error as Json).text) }
    return { status: 'OK', text: printableLines(JSON.stringify(sorted(reply), null, 4)) }
  }
  return { status: 'OK', text: shown(reply) }
}

const shown = (value: Json): string =>
  typeof value === 'string' ? printableLines(value) : printable(printValue(value))

const indent = (text: string): string =>
  text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')

/** With its keys in their order, all the way down. */
const sorted = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each as Json)]))
}
