import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { packageRoot } from './packageRoot.ts'

/**
 * The processes in which programs run, each one program at a time, in a thread of its own. To start one and to load what
 * it needs takes longer than most programs do, so a few that came out of a run well are kept for the next. They end with
 * the one who asked, and hold up nobody.
 */
export const processes = {
  /** One that waits for its order. */
  take: (): ChildProcess => {
    const known = idle.pop()
    if (known === undefined) return start()
    known.removeAllListeners()
    hold(known, 'ref')
    return known
  },

  /** Gives one back that can run another program. */
  keep: (child: ChildProcess): void => {
    child.removeAllListeners()
    child.stderr?.removeAllListeners('data')
    if (idle.length >= MOST_IDLE || !child.connected) return void child.kill('SIGKILL')
    const forget = () => {
      const place = idle.indexOf(child)
      if (place >= 0) idle.splice(place, 1)
    }
    child.on('error', forget).on('disconnect', forget).on('exit', forget)
    hold(child, 'unref')
    idle.push(child)
  },
}

const idle: ChildProcess[] = []

/** There are never more than ran at the same time. */
const MOST_IDLE = 4

const start = (): ChildProcess =>
  fork(join(packageRoot(), 'dist', 'program.js'), [], {
    serialization: 'advanced',
    execArgv: [],
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })

/** Whether this process stays because of that one. */
const hold = (child: ChildProcess, how: 'ref' | 'unref'): void => {
  child[how]()
  child.channel?.[how]()
  ;(child.stderr as unknown as { ref(): void; unref(): void } | null)?.[how]()
}

const environment = (): NodeJS.ProcessEnv => {
  const { PATH, SystemRoot, TZ, LANG } = process.env
  return { PATH, SystemRoot, TZ, LANG }
}
