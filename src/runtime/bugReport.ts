import { arch, endianness, release, type } from 'node:os'
import type { App } from '../canvas/celery.ts'
import { printValue } from '../canvas/print.ts'
import { settingsTable } from './settingsTable.ts'
import { VERSION } from './version.ts'

/** What a worker runs on and with, as text for whoever reports a bug (app/utils.py, `bugreport`). */
export function bugReport(app: App): string {
  const settings = settingsTable(app)
  const { node, v8, openssl } = process.versions
  const transport = app.broker.split(':', 1)[0]
  return `
software -> celeriac:${VERSION} node:${node}
            v8:${v8} openssl:${openssl}
platform -> system:${type()} arch:${arch()}, ${endianness()}
            kernel version:${release()} imp:Node.js
settings -> transport:${transport} results:${settings.result_backend}

${Object.entries(settings)
  .map(([name, value]) => `${name}: ${printValue(value)}`)
  .join('\n')}
`
}
