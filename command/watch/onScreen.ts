import { decodeEvent } from '../../src/protocol/decodeEvent.ts'
import { EventLog } from '../../src/runtime/eventLog.ts'
import { type Film, film } from '../../src/ui/film.ts'
import { stage } from '../../src/ui/stage.ts'
import type { Mode } from '../../src/ui/terminal/mode.ts'
import { openScreen } from '../../src/ui/terminal/screen.ts'
import { colorTheme, plainTheme } from '../../src/ui/theme.ts'
import { loadWidths } from '../../src/ui/width.ts'
import { renderWatch } from './renderWatch.tsx'
import type { Cluster } from './watchCommand.ts'
import { type Happening, type Seen, watching } from './watching.ts'

/** Shows a cluster on the terminal, until it is left. Gives the exit code. */
export const showWatch = async (
  cluster: Cluster,
  broker: string,
  most: number,
  mode: Mode,
): Promise<number> => {
  await loadWidths()
  const startMs = Date.now()
  const log = new EventLog(startMs, most)
  const screen = openScreen()
  const listeners = new Set<(happening: Happening) => void>()
  const tell = (happening: Happening) => {
    for (const listener of listeners) listener(happening)
  }
  let isStale = false
  let seen = look(log, startMs)
  cluster.listen((events) => {
    for (const event of events) {
      const decoded = decodeEvent(event)
      if (decoded !== null) log.add(decoded, Date.now())
    }
    isStale = true
  })
  const timer = setInterval(() => {
    log.expire(Date.now())
    seen = isStale ? look(log, startMs) : at(seen, Date.now() - startMs)
    isStale = false
    tell({ type: 'seen', seen })
  }, 1000 / FRAMES_PER_SECOND)
  const { columns, rows } = screen
  try {
    return await new Promise((resolve) => {
      const app = renderWatch({
        start: watching({ broker, columns, rows, seen }),
        look: { ascii: mode.ascii },
        theme: mode.color ? colorTheme : plainTheme,
        screen,
        onHappening: (listener) => {
          listeners.add(listener)
          return () => {
            listeners.delete(listener)
          }
        },
        enableEvents: () => {
          void cluster
            .enableEvents()
            .then(() => tell({ type: 'told', says: 'The workers were asked to tell of their tasks.' }))
        },
        onDone: () => {
          screen.close()
          app.unmount()
          resolve(0)
        },
      })
    })
  } finally {
    clearInterval(timer)
  }
}

/** What happens is drawn as often; nothing changes in between but the time. */
const FRAMES_PER_SECOND = 4

const look = (log: EventLog, startMs: number): Seen => {
  const films = new Map<string, Film>()
  const nowMs = Date.now() - startMs
  return {
    stage: { ...stage([log.recording()]), endMs: nowMs },
    nowMs,
    workflows: log.workflows,
    workers: log.workers.map(({ hostname, isOnline }) => ({ hostname, isOnline })),
    filmOf: (rootId) => {
      const known = films.get(rootId) ?? film(log.recording(rootId))
      films.set(rootId, known)
      return known
    },
  }
}

const at = (seen: Seen, nowMs: number): Seen => ({ ...seen, nowMs, stage: { ...seen.stage, endMs: nowMs } })
