import type { Trouble } from '../../src/program/programRun.ts'

/** What was wrong with a run, in one line, and where: `4:3 TypeError: no such account`. */
export const troubleText = ({ line, column, says }: Trouble): string =>
  line === null ? says : `${line}:${column ?? 1} ${says}`
