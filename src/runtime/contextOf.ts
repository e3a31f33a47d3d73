import type { App } from '../canvas/celery.ts'
import { ImproperlyConfigured } from '../canvas/exceptions.ts'
import { compressionNames } from '../canvas/options.ts'
import type { Context } from '../interpreter/context.ts'
import { declaredBy, defaultQueueOf } from '../protocol/declaredQueue.ts'
import { chordSupport } from './backendMode.ts'
import { registryOf } from './registry.ts'
import { routeBy } from './routes.ts'

/** Time and ids, from outside: virtual in a simulation, real in a cluster. */
export interface Surroundings extends Pick<Context, 'newId' | 'nowMs' | 'replyTo'> {}

/** What the interpreter gets from outside: the app's tasks and settings, and time and ids. */
export function contextOf(app: App, surroundings: Surroundings): Context {
  const { support, name } = chordSupport(app.backend)
  return {
    ...surroundings,
    task: registryOf(app),
    routeFor: routeBy(app.conf),
    declared: declaredBy(app.conf),
    defaultQueue: defaultQueueOf(app.conf),
    chords: support,
    backend: name,
    inheritParentPriority: app.conf.taskInheritParentPriority ?? false,
    compression: compressionFor(app),
    deliveryMode: app.conf.taskDefaultDeliveryMode ?? 2,
    errbacksOnHeader: app.conf.taskAllowErrorCbOnChordHeader ?? false,
  }
}

function compressionFor({ name, conf: { taskCompression } }: App): string | null {
  if (taskCompression === undefined || compressionNames.includes(taskCompression))
    return taskCompression ?? null
  throw new ImproperlyConfigured(
    `taskCompression of ${name} is one of ${compressionNames.join(', ')}; got ${String(taskCompression)}`,
  )
}
