// The servers that tests and `npm run services` start: where their programs are, and how each is started.
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { delimiter, join } from 'node:path'

/** A program on the path, or in one of these folders. */
const find = (name, ...folders) =>
  [...(process.env.PATH ?? '').split(delimiter), ...folders]
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))

export const isTaken = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy() && true))
    socket.on('error', () => resolve(false))
  })

export const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

/**
 * How a server is started that keeps its data in a folder: its words, its environment, what it says when it is ready,
 * and what is left to be done once it has ended for good. Started again it has what it confirmed.
 */
const redis = async (port, data, isDurable) => ({
  words: [
    ...['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', data],
    ...(isDurable ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no']),
  ],
  env: {},
  ready: /Ready to accept connections/i,
  after: () => {},
})

const rabbitmq = async (port, data) => {
  const [epmd, dist] = [await freePort(), await freePort()]
  const env = {
    HOME: data,
    ERL_EPMD_PORT: `${epmd}`,
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: `celeriac-${port}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: `${port}`,
    RABBITMQ_DIST_PORT: `${dist}`,
    RABBITMQ_MNESIA_BASE: data,
    RABBITMQ_LOG_BASE: data,
    RABBITMQ_ENABLED_PLUGINS_FILE: join(data, 'plugins'),
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
  }
  return {
    words: [],
    env,
    ready: /completed with \d+ plugins/,
    // Erlang leaves its port mapper behind.
    after: () => {
      const mapper = find('epmd')
      if (mapper)
        spawnSync(mapper, ['-port', `${epmd}`, '-kill'], { stdio: 'ignore', env: { ...process.env, ...env } })
    },
  }
}

export const SERVERS = [
  {
    name: 'Redis',
    variable: 'CELERIAC_REDIS',
    port: 6379,
    program: find('redis-server', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'),
    start: redis,
    url: (port) => `redis://127.0.0.1:${port}`,
    cure: 'redis-server is not installed; on Debian: apt-get install redis-server, on macOS: brew install redis',
  },
  {
    name: 'RabbitMQ',
    variable: 'CELERIAC_RABBITMQ',
    port: 5672,
    // The one of Debian's path takes no settings from the environment.
    program:
      find('rabbitmq-server', '/usr/lib/rabbitmq/bin') === '/usr/sbin/rabbitmq-server'
        ? '/usr/lib/rabbitmq/bin/rabbitmq-server'
        : find('rabbitmq-server', '/usr/lib/rabbitmq/bin', '/opt/homebrew/sbin', '/usr/local/sbin'),
    start: rabbitmq,
    url: (port) => `amqp://guest:guest@127.0.0.1:${port}//`,
    cure: 'rabbitmq-server is not installed; on Debian: apt-get install rabbitmq-server, on macOS: brew install rabbitmq',
  },
]
