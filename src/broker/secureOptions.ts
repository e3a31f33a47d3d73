import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import type { Address } from './address.ts'
import type { BrokerError } from './brokerError.ts'

/** What a driver needs for TLS. */
export interface SecureOptions {
  readonly rejectUnauthorized: boolean
  readonly ca?: Buffer
  readonly cert?: Buffer
  readonly key?: Buffer
  /** The name the certificate has to be for. */
  readonly servername?: string
}

/**
 * The TLS options of a URL, in Celery's names: `ssl_cert_reqs` (`required`, the default, or `none`), and the files
 * `ssl_ca_certs`, `ssl_certfile` and `ssl_keyfile`.
 */
export function secureOptions({ query, host, shown }: Address): E.Either<BrokerError, SecureOptions> {
  const requirement = query.get('ssl_cert_reqs') ?? 'required'
  const rejectUnauthorized = REQUIREMENTS[requirement]
  if (rejectUnauthorized === undefined)
    return E.left({ type: 'bad-url', url: shown, expected: 'ssl_cert_reqs to be required or none' })
  try {
    const file = (name: string) => {
      const path = query.get(name)
      return path === null ? undefined : readFileSync(path)
    }
    const [ca, cert, key] = [file('ssl_ca_certs'), file('ssl_certfile'), file('ssl_keyfile')]
    return E.right({
      rejectUnauthorized,
      ...(ca && { ca }),
      ...(cert && { cert }),
      ...(key && { key }),
      ...(/[a-z]/i.test(host) && !host.includes(':') && { servername: host }),
    })
  } catch (error) {
    return E.left({
      type: 'bad-url',
      url: shown,
      expected: `files that can be read: ${(error as Error).message}`,
    })
  }
}

/** Python's names for it, whether the server's certificate is verified. */
const REQUIREMENTS: Readonly<Record<string, boolean>> = {
  required: true,
  CERT_REQUIRED: true,
  none: false,
  CERT_NONE: false,
}
