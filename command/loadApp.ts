import { stat } from 'node:fs/promises'
import { register } from 'node:module'
import { basename, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Celery } from '../src/index.ts'
import { packageRoot } from '../src/program/packageRoot.ts'

/** The app of a file, or why there is none, in a sentence. */
export type LoadedApp =
  | { readonly app: Celery; readonly module: string; readonly hooks: string }
  | { readonly says: string }

/** Loads a program, in TypeScript or not, and finds the app that it exports: `app`, the default, or the only one. */
export const loadApp = async (file: string): Promise<LoadedApp> => {
  const path = resolve(file)
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error)
  if (found instanceof Error)
    return {
      says: `${file} was not read: ${found.code === 'ENOENT' ? 'there is no such file' : found.message}.`,
    }
  if (found.isDirectory())
    return { says: `${file} was not read: it is a folder. Name the file that exports your app.` }
  const hooks = pathToFileURL(`${packageRoot()}dist/celeriacHooks.js`).href
  const module = pathToFileURL(path).href
  register(hooks)
  let exported: Readonly<Record<string, unknown>>
  try {
    exported = (await import(module)) as Readonly<Record<string, unknown>>
  } catch (error) {
    return { says: whyNotLoaded(file, path, error) }
  }
  const { app, default: main } = exported
  if (isApp(app)) return { app, module, hooks }
  if (isApp(main)) return { app: main, module, hooks }
  const apps = Object.entries(exported).filter((each): each is [string, Celery] => isApp(each[1]))
  if (apps.length === 1) return { app: apps[0]![1], module, hooks }
  if (apps.length > 1)
    return {
      says: `${file} exports several apps, ${apps.map(([name]) => name).join(' and ')}: call the one that is meant app.`,
    }
  return {
    says: `${file} exports no app. It should say:

  import { Celery } from 'celeriac'
  export const app = new Celery('${basename(file).replace(/\.\w+$/, '')}', { broker: 'redis://localhost:6379/0' })`,
  }
}

/** By what it can do: the program may have a Celeriac of its own. */
const isApp = (value: unknown): value is Celery =>
  typeof value === 'object' &&
  value !== null &&
  'tasks' in value &&
  'broker' in value &&
  typeof (value as { readonly worker?: unknown }).worker === 'function'

const whyNotLoaded = (file: string, path: string, error: unknown): string => {
  if (!(error instanceof Error)) return `${file} could not be loaded: it threw ${String(error)}.`
  const [, at, place, says] = /^(.*\.m?ts):(\d+:\d+): (.*)$/s.exec(error.message) ?? []
  if (at !== undefined) return `${at === path ? file : at}:${place}: ${says}`
  if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND')
    return `${file} could not be loaded: ${error.message}.`
  // Of its stack, what is the program's own.
  const own = (error.stack ?? error.message).split(/\n +at [^\n]*node:internal/)[0]!
  return `${file} could not be loaded: ${own}`
}
