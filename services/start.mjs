// Starts a Redis and a RabbitMQ of its own where their programs are installed, and stops them at the end.
// `npm run services` keeps them going until Ctrl-C; `node services/start.mjs --free-ports -- npm test` lends them to a
// command, with CELERIAC_REDIS and CELERIAC_RABBITMQ set. What is missing is named, with how to get it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, isTaken, SERVERS } from './servers.mjs'

const words = process.argv.slice(2)
const end = words.indexOf('--')
const command = end < 0 ? [] : words.slice(end + 1)
const options = end < 0 ? words : words.slice(0, end)
const freePorts = options.includes('--free-ports')
const unknown = options.filter((word) => word !== '--free-ports')
if (unknown.length > 0) {
  console.error(`services: there is no ${unknown.join(', ')}: give --free-ports, or -- and a command`)
  process.exit(2)
}

const data = mkdtempSync(join(tmpdir(), 'celeriac-services-'))
const stops = []
let isStopping = false
const stop = async () => {
  if (isStopping) return
  isStopping = true
  for (const each of stops.reverse()) await each()
  rmSync(data, { recursive: true, force: true })
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => stop().then(() => process.exit(signal === 'SIGINT' ? 130 : 143)))

/** Starts a server in a group of its own; it is there when its port answers. */
const serve = async (name, program, words, port, env) => {
  const child = spawn(program, words, {
    cwd: data,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes) => {
      said = (said + bytes).slice(-4000)
    })
  const ended = once(child, 'exit')
  stops.push(async () => {
    try {
      process.kill(-child.pid, 'SIGTERM')
    } catch {
      return
    }
    const killing = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), 10_000)
    await ended
    clearTimeout(killing)
  })
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}:\n${said}`)
    if (await isTaken(port)) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${name} did not answer within a minute:\n${said}`)
}

const env = {}
try {
  for (const { name, variable, port: usual, program, start, url, cure } of SERVERS) {
    if (!freePorts && (await isTaken(usual))) {
      console.log(`${name}: something listens at ${url(usual)} already`)
      env[variable] = url(usual)
      continue
    }
    if (!program) {
      console.error(`${name}: ${cure}, or with Docker: docker compose -f services/compose.yaml up`)
      continue
    }
    const port = freePorts ? await freePort() : usual
    const { words, env: own, after } = await start(port, data, false)
    stops.push(after)
    await serve(name, program, words, port, own)
    env[variable] = url(port)
    if (command.length === 0) console.log(`${name}: ${url(port)}`)
  }
} catch (error) {
  console.error(error.message)
  await stop()
  process.exit(1)
}

if (command.length > 0) {
  const [program, ...rest] = command
  const child = spawn(program, rest, { stdio: 'inherit', env: { ...process.env, ...env } })
  child.on('error', (error) => console.error(error.message))
  const [code] = await once(child, 'close')
  await stop()
  process.exit(code ?? 1)
} else if (Object.keys(env).length === 0) {
  await stop()
  process.exit(1)
} else {
  console.log(
    `\nTests use them with:\n  export ${Object.entries(env)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')}\n`,
  )
  console.log('Ctrl-C stops them.')
  setInterval(() => {}, 2 ** 30)
}
