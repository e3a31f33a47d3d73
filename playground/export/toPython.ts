import type { Canvas, Options } from '../../src/canvas/canvas.ts'
import { linksOf } from '../../src/canvas/compose.ts'
import { partsOf } from '../../src/canvas/walk.ts'
import type { ProgramRun } from '../../src/program/programRun.ts'
import { isCanvas } from './bareCanvas.ts'
import { recordedTasks } from './recordedTasks.ts'
import type { SentCanvas } from './sentCanvases.ts'

/**
 * Canvases as a Python module for real Celery. It sends what the program sent; a task gives what it gave in the run,
 * since its own code is TypeScript, until somebody writes it in Python.
 */
export const toPython = (name: string, sent: readonly SentCanvas[], run: ProgramRun): string => {
  const tasks = recordedTasks(
    sent.map(({ canvas }) => canvas),
    run,
  )
  const names = new Names(tasks.map(({ task }) => task))
  const defined = tasks.map(({ task }) =>
    [
      `@app.task(name=${text(task)}, bind=True)`,
      `def ${names.of(task)}(self, *args, **kwargs):`,
      '    return play(self, args, kwargs)',
    ].join('\n'),
  )
  const sends = sent.map(({ name: result, canvas, countdown }) => {
    const call = countdown === null ? 'delay()' : `apply_async(countdown=${countdown})`
    return [
      `    ${identifier(result)} = ${expression(canvas, names)}.${call}`,
      `    print(${text(`${result}: `)} + show(${identifier(result)}))`,
    ].join('\n')
  })
  const module = identifier(name.replace(/\.\w+$/, ''))
  return `"""${module}: what a Celeriac program sends, for Celery.

Start a worker with
    celery -A ${module} worker --concurrency 4
and run this file.
"""
import builtins
import json
import os

from celery import Celery, chain, chord, group, signature
from celery.exceptions import Ignore, Reject

app = Celery(
    ${text(module)},
    broker=os.environ.get("BROKER", "redis://localhost:6379/0"),
    backend=os.environ.get("BACKEND", "redis://localhost:6379/1"),
)

# What each task gave in the run, by its arguments: one outcome for each time it ran. Write the task's own code instead.
RAN = json.loads(r'''
${json(Object.fromEntries(tasks.map(({ task, outcomes }) => [task, outcomes])))}
''')
STARTED = {}


def play(task, args, kwargs):
    """Does what the task did in the run when it was given the same."""
    given = json.dumps([list(args), kwargs], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    outcomes = RAN[task.name].get(given)
    if outcomes is None:
        raise NotImplementedError(f"{task.name} was not given {given} in the run")
    times = STARTED[given, task.name] = STARTED.get((given, task.name), 0) + 1
    outcome = outcomes[min(times, len(outcomes)) - 1]
    if outcome["type"] == "value":
        return outcome["value"]
    if outcome["type"] == "ignore":
        raise Ignore()
    if outcome["type"] == "reject":
        raise Reject()
    error = getattr(builtins, outcome["error"], None) or type(outcome["error"], (Exception,), {})
    if outcome["type"] == "retry":
        raise task.retry(exc=error(*outcome["args"]), countdown=0, max_retries=None)
    raise error(*outcome["args"])


def show(result):
    """What get() gives or raises, as JSON."""
    try:
        return json.dumps(result.get(timeout=10))
    except Exception as error:
        return json.dumps({"error": f"{type(error).__name__}: {error}"})


${defined.join('\n\n\n')}


if __name__ == "__main__":
${sends.join('\n') || '    print("The program sends nothing.")'}
`
}

/** A canvas as an expression: what a person would write; the JSON itself where there is no such thing. */
const expression = (canvas: Canvas, names: Names): string => {
  const parts = partsOf(canvas)
  const inside = (all: readonly Canvas[]) => all.map((one) => expression(one, names)).join(', ')
  switch (parts.type) {
    case 'task':
      return taskExpression(canvas, names)
    case 'chain':
      return `chain(${inside(parts.steps)})${options(canvas.options, names)}`
    case 'group':
      return `group(${inside(parts.members)})${options(canvas.options, names)}`
    case 'chord': {
      const body = parts.body === null ? '' : `, ${expression(parts.body, names)}`
      return `chord([${inside(parts.header)}]${body})${options(canvas.options, names)}`
    }
  }
}

const taskExpression = (canvas: Canvas, names: Names): string => {
  const { task, args, kwargs, immutable } = canvas
  const { task: inner, it, n } = kwargs as { task?: unknown; it?: unknown; n?: unknown }
  const looped = /^celery\.(map|starmap|chunks)$/.exec(task)?.[1]
  if (looped !== undefined) {
    if (!isCanvas(inner)) return `signature(json.loads(r'''${json(canvas)}'''))`
    const items = [value(it, names), ...(looped === 'chunks' ? [value(n, names)] : [])].join(', ')
    return `${names.of(inner.task)}.${looped}(${items})${options(canvas.options, names)}`
  }
  const given = [
    ...args.map((one) => value(one, names)),
    ...Object.entries(kwargs).map(([key, one]) =>
      /^[A-Za-z_]\w*$/.test(key) ? `${key}=${value(one, names)}` : `**{${text(key)}: ${value(one, names)}}`,
    ),
  ].join(', ')
  return `${names.of(task)}.${immutable ? 'si' : 's'}(${given})${options(canvas.options, names)}`
}

const options = (all: Options, names: Names): string => {
  const set = Object.entries(all).map(([key, one]) => {
    if (key !== 'link' && key !== 'link_error') return `${key}=${value(one, names)}`
    return `${key}=[${linksOf(all[key])
      .map((link) => expression(link, names))
      .join(', ')}]`
  })
  return set.length === 0 ? '' : `.set(${set.join(', ')})`
}

/** A JSON value as Python writes it. */
const value = (one: unknown, names: Names): string => {
  if (one === null || one === undefined) return 'None'
  if (typeof one === 'boolean') return one ? 'True' : 'False'
  if (typeof one === 'string') return text(one)
  if (typeof one !== 'object') return String(one)
  if (Array.isArray(one)) return `[${one.map((each) => value(each, names)).join(', ')}]`
  if (isCanvas(one)) return expression(one, names)
  return `{${Object.entries(one)
    .map(([key, each]) => `${text(key)}: ${value(each, names)}`)
    .join(', ')}}`
}

/** JSON's strings are Python's, but for what Python cannot hold. */
const text = (one: string): string => JSON.stringify(one)

/** JSON inside of a raw string: three quotes in a row would end it, and a backslash before one would not protect it. */
const json = (one: unknown): string => JSON.stringify(one, null, 1).replaceAll("'", '\\u0027')

const identifier = (name: string): string => {
  const plain = name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_')
  return plain === '' || keywords.has(plain) ? `${plain}_` : plain
}

const keywords = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield print list min type getattr Exception NotImplementedError celery Celery Ignore Reject RAN STARTED app chain chord group signature play show json os builtins'.split(
    ' ',
  ),
)

/** A name in Python for every task: the last part of its own, and another where two would have the same. */
class Names {
  readonly #names = new Map<string, string>()

  constructor(tasks: readonly string[]) {
    const taken = new Set<string>()
    for (const task of tasks) {
      const wanted = identifier(task.slice(task.lastIndexOf('.') + 1))
      let name = wanted
      for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`
      taken.add(name)
      this.#names.set(task, name)
    }
  }

  of(task: string): string {
    return this.#names.get(task) ?? `app.signature(${text(task)})`
  }
}
