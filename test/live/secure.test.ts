import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type Server } from 'node:tls'
import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Celery } from '../../src/index.ts'
import { describeWith } from '../needs.ts'
import { until } from '../until.ts'

const servers = [
  ['redis', 'rediss', () => process.env.CELERIAC_REDIS!, '/15'],
  ['rabbitmq', 'amqps', () => process.env.CELERIAC_RABBITMQ!, '//'],
] as const

for (const [need, scheme, url, path] of servers)
  describeWith([need, 'openssl'], `${scheme}://`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'celeriac-secure-'))
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
    let server: Server
    let port: number

    /** TLS in front of the server, with a certificate that nobody knows. */
    beforeAll(async () => {
      const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
      const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject]
      execFileSync('openssl', [...words, '-keyout', key, '-out', certificate], { stdio: 'ignore' })
      const { hostname, port: target } = new URL(url())
      const options = { key: readFileSync(key), cert: readFileSync(certificate) }
      server = createServer(options, (near) => {
        const far = connect(Number(target), hostname)
        near.on('error', () => far.destroy())
        far.on('error', () => near.destroy())
        near.pipe(far).pipe(near)
      }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      port = (server.address() as { readonly port: number }).port
    })
    afterAll(() => {
      server.close()
      rmSync(folder, { recursive: true })
    })

    const sendThrough = async (query: string): Promise<string> => {
      const { username, password } = new URL(url())
      const user = username === '' ? '' : `${username}:${password}@`
      const app = new Celery('secure', {
        broker: `${scheme}://${user}localhost:${port}${path}${query}`,
        backend: 'disabled://',
        taskDefaultQueue: `secure-${randomUUID()}`,
      } as {})
      const add = app.task('add', (x: number) => x)
      try {
        return (await add.applyAsync({ args: [1], expires: 1 })).id
      } finally {
        await app.close()
      }
    }

    test('a certificate that is known is taken', async () => {
      expect(await sendThrough(`?ssl_cert_reqs=required&ssl_ca_certs=${certificate}`)).toMatch(/-/)
    })

    test('one that nobody vouches for is not, unless that was asked for', async () => {
      await expect(sendThrough('')).rejects.toThrow(/cannot be reached.*self-signed certificate/)
      expect(await sendThrough('?ssl_cert_reqs=none')).toMatch(/-/)
    })

    test('a password is in no error, no log and no object, whether it is refused or nobody answers', async () => {
      const secret = 'Xq7:secret/Zk9'
      const said: unknown[] = []
      const kinds = [
        `${scheme}://nobody:${encodeURIComponent(secret)}@localhost:${port}${path}?ssl_cert_reqs=none`,
        `${scheme}://nobody:${encodeURIComponent(secret)}@localhost:${port}${path}`,
        `${scheme}://nobody:${encodeURIComponent(secret)}@localhost:1${path}`,
        `${scheme.slice(0, -1)}://nobody:${encodeURIComponent(secret)}@${new URL(url()).host}${path}`,
      ]
      for (const broker of kinds) {
        const app = new Celery('secret', { broker, backend: need === 'redis' ? broker : 'rpc://' } as {})
        const add = app.task('add', (x: number) => x)
        const worker = app.worker({ hostname: `secret@${randomUUID()}`, log: (line) => void said.push(line) })
        const refused = await add.delay(1).catch((error: unknown) => error)
        expect(refused).toBeInstanceOf(Error)
        const started = worker.start().catch((error: unknown) => said.push(error))
        const before = said.length
        await Promise.race([started, until(() => said.length > before, 20_000)])
        said.push(refused, (refused as Error).stack, app, worker)
        await worker.stop({ force: true })
        await app.close()
      }
      const shown = inspect(said, { depth: 20, showHidden: true })
      expect(shown).toContain('nobody:**@')
      expect(shown).not.toMatch(/Xq7|Zk9|secret\/|secret%2F/)
    }, 60_000)

    test('a URL that asks for something else is refused, by name', async () => {
      await expect(sendThrough('?ssl_cert_reqs=perhaps')).rejects.toThrow(
        /ssl_cert_reqs to be required or none/,
      )
      await expect(sendThrough('?ssl_ca_certs=/nowhere/ca.pem')).rejects.toThrow(
        /files that can be read: ENOENT/,
      )
    })
  })
