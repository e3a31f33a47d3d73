import { withoutPassword } from '../broker/withoutPassword.ts'
import type { App, Configuration } from '../canvas/celery.ts'
import type { Json, JsonObject } from '../canvas/json.ts'
import { declaredBy } from '../protocol/declaredQueue.ts'
import { queueInfo } from '../protocol/queueInfo.ts'

/**
 * An app's settings in Celery's names, as a worker tells them to whoever asks (app/utils.py, `Settings.table`): stars stand
 * for passwords, and for whatever is called like a secret.
 */
export function settingsTable(app: App, withDefaults = false): JsonObject {
  const { broker: _, backend: __, runtime: ___, taskQueues, ...conf } = app.conf
  const settings = withDefaults ? { ...DEFAULTS, ...conf } : conf
  const queues = taskQueues && Object.keys(taskQueues).map((name) => queueInfo(declaredBy(app.conf)(name)))
  return censored({
    broker_url: app.broker,
    result_backend: app.backend,
    ...inCeleryNames(settings),
    ...((queues || withDefaults) && { task_queues: queues ?? null }),
  })
}

/** `taskDefaultQueue` is `task_default_queue`. */
export const celeryName = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** What holds where nothing is said. */
const DEFAULTS: { readonly [Name in keyof Configuration]?: Json } = {
  taskDefaultQueue: 'celery',
  taskDefaultExchange: null,
  taskDefaultExchangeType: 'direct',
  taskDefaultRoutingKey: null,
  taskRoutes: null,
  taskSendSentEvent: false,
  taskCompression: null,
  taskDefaultDeliveryMode: 2,
  taskInheritParentPriority: false,
  taskAllowErrorCbOnChordHeader: false,
  taskQueueMaxPriority: null,
  workerDeduplicateSuccessfulTasks: false,
  resultChordRetryInterval: 1,
  resultExpires: 86_400,
  resultExtended: false,
  brokerTransportOptions: {},
}

/** The names of tasks, by which routes are told apart, stay as they are. */
const inCeleryNames = (settings: object, path = ''): JsonObject =>
  Object.fromEntries(
    Object.entries(settings)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [
        path === 'taskRoutes' ? name : celeryName(name),
        isMapping(value) ? inCeleryNames(value, path === '' ? name : `${path} ${name}`) : value,
      ]),
  )

/** app/utils.py, `filter_hidden_settings` */
const censored = (settings: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      if (isMapping(value)) return [name, censored(value as JsonObject)]
      if (HIDDEN.test(name)) return [name, STARS]
      const isUrl = typeof value === 'string' && /broker_url|backend/i.test(name)
      return [name, isUrl ? withoutPassword(value.replace(/\?.*$/s, ''), STARS) : value]
    }),
  )

const HIDDEN = /API|TOKEN|KEY|SECRET|PASS|PROFANITIES_LIST|SIGNATURE|DATABASE|BEAT_DBURI/i
const STARS = '********'

const isMapping = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
