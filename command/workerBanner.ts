import { arch, platform, release } from 'node:os'
import { withoutPassword } from '../src/broker/withoutPassword.ts'

/** What a worker says when it starts. */
export interface Banner {
  readonly hostname: string
  readonly version: string
  readonly app: string
  readonly broker: string
  readonly backend: string
  readonly concurrency: string
  readonly events: boolean
  readonly queues: readonly string[]
  readonly tasks: readonly string[]
}

/** Celery's banner: its configuration, its queues and its tasks. Passwords are not shown. */
export const workerBanner = (banner: Banner): string => {
  const { hostname, version, app, broker, backend, concurrency, events, queues, tasks } = banner
  const date = new Date().toISOString().slice(0, 19).replace('T', ' ')
  return `
 -------------- ${hostname} v${version} (celeriac)
--- ***** -----
-- ******* ---- ${platform()}-${release()}-${arch()} ${date}
- *** --- * ---
- ** ---------- [config]
- ** ---------- .> app:         ${app}
- ** ---------- .> transport:   ${withoutPassword(broker)}
- ** ---------- .> results:     ${withoutPassword(backend)}
- *** --- * --- .> concurrency: ${concurrency}
-- ******* ---- .> task events: ${events ? 'ON' : 'OFF (enable -E to monitor tasks in this worker)'}
--- ***** -----
 -------------- [queues]
${queues.map((name) => `                .> ${name.padEnd(16)} exchange=${name}(direct) key=${name}`).join('\n')}

[tasks]
${tasks.map((name) => `  . ${name}`).join('\n')}
`
}
