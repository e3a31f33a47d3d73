import type { Chapter } from './lesson.ts'

/** A chapter in the list, before it is loaded. */
export interface Listed {
  readonly number: number
  readonly title: string
  readonly says: string
  /** How many it has. */
  readonly steps: number
  load(): Promise<Chapter>
}

/** The chapters there are. */
export const chapters: readonly Listed[] = [
  {
    number: 1,
    title: 'A task is a message',
    says: 'what is sent, who runs it, and what does not travel',
    steps: 6,
    load: async () => (await import('./01-a-task-is-a-message/chapter.ts')).chapter,
  },
  {
    number: 2,
    title: 'Workers',
    says: 'how many tasks run at once, and why some wait while a worker sleeps',
    steps: 8,
    load: async () => (await import('./02-workers/chapter.ts')).chapter,
  },
  {
    number: 3,
    title: 'delay and applyAsync',
    says: 'arguments and options, not before this time, and not after that',
    steps: 6,
    load: async () => (await import('./03-delay-and-apply-async/chapter.ts')).chapter,
  },
  {
    number: 4,
    title: 'Getting an answer',
    says: 'results, states, patience, and who must not wait',
    steps: 7,
    load: async () => (await import('./04-getting-an-answer/chapter.ts')).chapter,
  },
  {
    number: 5,
    title: 'Signatures & chaining',
    says: 'signatures, groups, chains, links and chords, and what each gives back',
    steps: 8,
    load: async () => (await import('./05-signatures-chaining/chapter.ts')).chapter,
  },
  {
    number: 6,
    title: 'State',
    says: 'what a task knows, what it says while it runs, what it must not remember',
    steps: 7,
    load: async () => (await import('./06-state/chapter.ts')).chapter,
  },
  {
    number: 7,
    title: 'Queues',
    says: 'routes, lanes, priorities, and the queue that nobody empties',
    steps: 8,
    load: async () => (await import('./07-queues/chapter.ts')).chapter,
  },
  {
    number: 8,
    title: 'Watching',
    says: 'what a monitor is told, in which order, and what it is never told',
    steps: 6,
    load: async () => (await import('./08-watching/chapter.ts')).chapter,
  },
  {
    number: 9,
    title: 'Brokers and backends',
    says: 'where messages and results live, and what a canvas asks of that place',
    steps: 7,
    load: async () => (await import('./09-brokers-and-backends/chapter.ts')).chapter,
  },
  {
    number: 10,
    title: 'When a task fails',
    says: 'a broken chain, half a group, a chord without its body, and who hears of it',
    steps: 8,
    load: async () => (await import('./10-when-a-task-fails/chapter.ts')).chapter,
  },
  {
    number: 11,
    title: 'Shapes that surprise',
    says: 'what Celery makes of a canvas before it runs it',
    steps: 8,
    load: async () => (await import('./11-shapes-that-surprise/chapter.ts')).chapter,
  },
  {
    number: 12,
    title: 'Retry and time limits',
    says: 'trying again, how often and how long, and what happens to a task that takes too long',
    steps: 8,
    load: async () => (await import('./12-retry-and-time-limits/chapter.ts')).chapter,
  },
  {
    number: 13,
    title: 'Workflows that grow',
    says: 'map, chunks, and tasks that make the canvas while it runs',
    steps: 7,
    load: async () => (await import('./13-workflows-that-grow/chapter.ts')).chapter,
  },
  {
    number: 14,
    title: 'Once, twice, never',
    says: 'workers that die, messages that come twice, and a payment that must be made once',
    steps: 5,
    load: async () => (await import('./14-once-twice-never/chapter.ts')).chapter,
  },
  {
    number: 15,
    title: 'Testing canvases',
    says: 'virtual time, seeds, golden runs, faults on request, and tests that never run',
    steps: 7,
    load: async () => (await import('./15-testing-canvases/chapter.ts')).chapter,
  },
  {
    number: 16,
    title: 'End of day at the bank',
    says: 'transfers, three channels of which one is down, and exactly one report',
    steps: 6,
    load: async () => (await import('./16-end-of-day/chapter.ts')).chapter,
  },
]
