import * as TE from 'fp-ts/lib/TaskEither.js'
import { PENDING, type Results } from './results.ts'

const nothing = () => TE.right(undefined)

/** The backend of an app that has none: nothing is kept, and nothing is known. */
export const noResults: Results = {
  prepare: nothing,
  store: nothing,
  read: (taskIds) => TE.right(taskIds.map(() => PENDING)),
  watch: nothing,
  unwatch: () => {},
  forget: nothing,
  saveGroup: nothing,
  restoreGroup: () => TE.right(null),
  deleteGroup: nothing,
  setChordSize: nothing,
  extendChord: nothing,
  addPart: () => TE.right({ count: 0, size: null, complete: null }),
  forgetChord: nothing,
  close: async () => {},
}
