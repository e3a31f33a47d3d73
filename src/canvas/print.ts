import type { Canvas, ChordCanvas } from './canvas.ts'
import { rawChain } from './compose.ts'
import { isLive, isTuple } from './python.ts'

/** The canvas as Celery prints it: Python's `repr(sig)`. */
export function print(canvas: Canvas): string {
  switch (canvas.subtask_type) {
    case null:
      return isLive(canvas) ? printLoop(canvas) : printCall(canvas.task, canvas.args, canvas.kwargs)
    case 'chain': {
      const [first] = canvas.kwargs.tasks
      if (!first) return '<chain: empty>'
      return withoutRepeats(first.task, canvas.kwargs.tasks.map(print).join(' | '))
    }
    case 'group': {
      const [first] = canvas.kwargs.tasks
      return first
        ? withoutRepeats(first.task, `group(${printValue(canvas.kwargs.tasks)})`)
        : 'group(<empty>)'
    }
    case 'chord':
      return printChord(canvas)
  }
}

/** A JSON value, or a canvas inside one, as Python's `repr` shows it. */
export function printValue(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value === 'string') return printString(value)
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return printList(value)
  if ('subtask_type' in value) return print(value as Canvas)
  const entries = Object.entries(value).map(([key, item]) => `${printString(key)}: ${printValue(item)}`)
  return `{${entries.join(', ')}}`
}

function printChord(chord: ChordCanvas): string {
  const { header, body } = chord.kwargs
  // A group without members counts as no body: Python takes what is empty for false.
  if (!body || (body.subtask_type === 'group' && body.kwargs.tasks.length === 0))
    return `<chord without body: ${printValue(header)}>`
  if (body.subtask_type !== 'chain') return `%${withoutRepeats(body.task, printBody(body, header))}`
  const [first, ...rest] = body.kwargs.tasks
  return withoutRepeats(first!.task, `%(${printBody(first!, header)} | ${print(rawChain(rest))})`)
}

const printBody = (body: Canvas, header: ChordCanvas['kwargs']['header']): string =>
  printCall(body.task, [header, ...body.args], body.kwargs)

function printCall(name: string, args: readonly unknown[], kwargs: object): string {
  const named = Object.entries(kwargs).map(([key, value]) => `${key}=${printValue(value)}`)
  return `${name}(${[...args.map(printValue), ...named].join(', ')})`
}

function printLoop(canvas: Canvas): string {
  const { task, it } = canvas.kwargs as unknown as { task: Canvas; it: readonly unknown[] }
  if (canvas.task === 'celery.chunks') return printCall(canvas.task, canvas.args, canvas.kwargs)
  const star = canvas.task === 'celery.starmap' ? '*' : ''
  return `[${task.task}(${star}x) for x in ${truncate(printValue(it), 100)}]`
}

function truncate(text: string, length: number): string {
  if (text.length < length) return text
  const cut = text.slice(0, length)
  const space = cut.lastIndexOf(' ')
  return `${space < 0 ? cut : cut.slice(0, space)}...`
}

function printList(items: readonly unknown[]): string {
  const inner = items.map(printValue).join(', ')
  if (!isTuple(items)) return `[${inner}]`
  return items.length === 1 ? `(${inner},)` : `(${inner})`
}

function printString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(quote, `\\${quote}`)
  return quote + escaped + quote
}

/** Only the first name keeps its module (`remove_repeating_from_task`); without a module that is every dot but one. */
function withoutRepeats(task: string, text: string): string {
  const module = `${task.slice(0, Math.max(task.lastIndexOf('.'), 0))}.`
  const end = text.indexOf(module) + module.length
  return end < module.length ? text : text.slice(0, end) + text.slice(end).replaceAll(module, '')
}
