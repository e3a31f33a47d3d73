import { Celery } from 'celeriac'

/** The bank counts, and says how far it is. */
export const app = new Celery('bank')

/** The report of the day. It stores STARTED when it begins. */
export const dayReport = app.task('bank.day_report', { trackStarted: true }, () => 'report')

/** What a process remembers from one task to the next. */
interface Memory {
  sent: number
}

const memories = new Map<string, Memory>()

/** Fresh processes, which remember nothing. */
export const restartProcesses = (): void => memories.clear()

/**
 * The memory of the process that runs a task. On a cluster it is a variable of the module, of which every process has
 * its own. Here all of them are played in one process, so it is looked up by the worker's name.
 */
export const memoryOf = (self: { readonly request: { readonly hostname: string } }): Memory => {
  const { hostname } = self.request
  const memory = memories.get(hostname) ?? { sent: 0 }
  memories.set(hostname, memory)
  return memory
}
