import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Celery } from '../../src/index.ts'
import { bugReport } from '../../src/runtime/bugReport.ts'
import { settingsTable } from '../../src/runtime/settingsTable.ts'
import { VERSION } from '../../src/runtime/version.ts'

const app = new Celery('told', {
  broker: 'amqp://bank:geh:eim@host:5672/v?password=geheim',
  backend: 'rediss://:geheim@host/1?ssl_cert_reqs=required',
  taskRoutes: { 'bank.passOn': 'geheim', 'bank.*': { queue: 'bank', routingKey: 'geheim' } },
  taskQueues: { bank: { exchange: 'e', exchangeType: 'topic', routingKey: 'b.#', maxPriority: 5 } },
  taskSendSentEvent: true,
  brokerTransportOptions: { visibilityTimeout: 60, globalKeyprefix: 'geheim' },
} as {})

test("settings are told in Celery's names, without secrets", () => {
  expect(settingsTable(app)).toEqual({
    broker_url: 'amqp://bank:********@host:5672/v',
    result_backend: 'rediss://:********@host/1',
    task_routes: { 'bank.passOn': '********', 'bank.*': { queue: 'bank', routing_key: '********' } },
    task_queues: [
      expect.objectContaining({
        name: 'bank',
        exchange: expect.objectContaining({ name: 'e', type: 'topic' }),
        routing_key: 'b.#',
        max_priority: 5,
      }),
    ],
    task_send_sent_event: true,
    broker_transport_options: { visibility_timeout: 60, global_keyprefix: '********' },
  })
})

test('the settings that nobody set are told when they are asked for', () => {
  expect(settingsTable(new Celery('plain'))).toEqual({
    broker_url: 'memory://',
    result_backend: 'memory://',
  })
  expect(settingsTable(new Celery('plain', { resultExpires: null }), true)).toMatchObject({
    task_default_queue: 'celery',
    result_expires: null,
    task_queues: null,
  })
})

test('a report for a bug names versions and settings, and no secret', () => {
  const report = bugReport(app)
  expect(report).toContain(`software -> celeriac:${VERSION} node:${process.versions.node}\n`)
  expect(report).toContain('settings -> transport:amqp results:rediss://:********@host/1\n')
  expect(report).toContain(
    "\ntask_send_sent_event: True\nbroker_transport_options: {'visibility_timeout': 60",
  )
  expect(report).not.toContain('eim')
})

test('the version is that of the package', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(VERSION).toBe(manifest.version)
})
