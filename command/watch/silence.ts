import type { SeenWorker } from '../../src/runtime/eventLog.ts'

/** What to do when no event of a task comes, in paragraphs. `ask` says how the workers can be asked from here. */
export const silence = (workers: readonly SeenWorker[], ask: string): readonly string[] => {
  const online = workers.filter(({ isOnline }) => isOnline).map(({ hostname }) => hostname)
  if (online.length === 0)
    return [
      'Nothing has been heard yet, neither of tasks nor of workers.',
      'Is a worker running, and is this the broker of its URL, with the same database or virtual host?',
    ]
  const who =
    online.length === 1
      ? `One worker is there: ${online[0]}.`
      : `${online.length} workers are there: ${online.join(', ')}.`
  return [
    `No event of a task has come yet. ${who}`,
    `Workers tell of their tasks when they are started with -E (celery -A app worker -E, celeriac worker app.ts -E), or when they are asked to: ${ask}, and so does celery -A app control enable_events.`,
  ]
}
