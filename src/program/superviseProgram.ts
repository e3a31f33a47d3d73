import { Worker } from 'node:worker_threads'
import type { Place } from './prepare.ts'
import { type Limits, type ProgramRun, plainTrouble, runOf, type Trouble } from './programRun.ts'
import type { Answer, Order, Said, StrippedOrder, ThreadOrder, Told } from './serveProgram.ts'
import { strip } from './strip.ts'

/**
 * What the process of a program does: it waits for an order, runs the program in a thread (`entry`), and sends back the
 * one run; where they are asked for, the traps of what it sends as well. The thread may be blocked; this one never is. It
 * takes the types out of every program, since to load what does that takes longer than most programs run; everything else
 * is new for each.
 */
export const superviseProgram = (entry: URL): void => {
  process.on('message', async (order: Order) => {
    const stripped = await strip(order.source)
    supervise(entry, { ...order, stripped }, (answer) => process.send!(answer))
  })
  // Whoever asked is gone.
  process.once('disconnect', () => process.exit())
}

const supervise = (entry: URL, order: StrippedOrder, tell: (answer: Answer) => void): void => {
  const { timeMs, memoryMb } = order.limits
  const at = new Int32Array(new SharedArrayBuffer(8))
  const thread = new Worker(entry, {
    workerData: { ...order, at } satisfies ThreadOrder,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    stdin: true,
    stdout: true,
    stderr: true,
  })
  const outOfMemory = plainTrouble(
    'memory',
    `The program wanted more than ${memoryMb} MB of memory, and was stopped.`,
  )
  let timer: NodeJS.Timeout | undefined
  let hasRun = false
  /** Of a thread that is dead, or has to be, no traps can be had any more. */
  const end = (run: ProgramRun, isAlive = false) => {
    clearTimeout(timer)
    if (!hasRun) tell({ type: 'ran', run })
    hasRun = true
    if (isAlive && order.wantsTraps) return
    if (order.wantsTraps) tell({ type: 'traps', traps: null })
    leave()
  }
  const leave = () => {
    clearInterval(weighing)
    thread.removeAllListeners()
    // What it may still throw while it ends concerns nobody.
    thread.on('error', () => {})
    void thread.terminate()
  }
  const most = process.memoryUsage.rss() + (memoryMb + 128) * 2 ** 20
  const weighing = setInterval(() => {
    if (process.memoryUsage.rss() > most) end(runOf(outOfMemory))
  }, 50)
  weighing.unref()
  thread.on('message', (said: Said) => {
    if (said.type === 'ran') return end(said.run, true)
    if (said.type === 'traps') {
      tell(said)
      return leave()
    }
    timer = setTimeout(async () => {
      const told: Told = await whyNotDone(at, order.limits, said.places)
      thread.postMessage(told)
      timer = setTimeout(() => end(runOf(told)), GRACE_MS)
    }, timeMs)
  })
  thread.on('error', (error: NodeJS.ErrnoException) =>
    end(
      runOf(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? outOfMemory
          : plainTrouble('crashed', `The program could not be run: ${error.message}.`),
      ),
    ),
  )
  thread.on('exit', (code) =>
    end(runOf(plainTrouble('crashed', `The program ended itself with code ${code}.`))),
  )
}

/** For a program that was stopped to hand over what it has. */
const GRACE_MS = 500

/** Looks for a while which loop goes round: of several the outermost, which stands first. */
const whyNotDone = async (at: Int32Array, { timeMs }: Limits, places: readonly Place[]): Promise<Trouble> => {
  const seconds = `${timeMs / 1000} s`
  const before = Atomics.load(at, 1)
  const seen = new Set<Place>()
  // Long enough that the thread has had its turns of a busy machine, too.
  for (let look = 0; look < 150; look++) {
    await new Promise((resolve) => setTimeout(resolve, 1))
    // Many times: an outer loop is seldom at its own head.
    for (let glance = 0; glance < 1000; glance++) {
      const place = places[Atomics.load(at, 0)]
      if (place) seen.add(place)
    }
  }
  if (Atomics.load(at, 1) === before)
    return plainTrouble('time', `The program did not come to an end in ${seconds}, and was stopped.`)
  const [first] = [...seen].sort((a, b) => a.line - b.line || a.column - b.column)
  return {
    ...plainTrouble(
      'loop',
      `This loop was still going round after ${seconds}, and was stopped: does it ever end?`,
    ),
    ...first,
  }
}
