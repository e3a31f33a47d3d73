import type { Canvas } from '../canvas/canvas.ts'

/** How many parts a canvas reports to the chord it stands in the header of (canvas.py, `_chord._descend`). */
export function chordSize(canvas: Canvas): number {
  switch (canvas.subtask_type) {
    case null:
      return 1
    case 'group':
      return canvas.kwargs.tasks.reduce((size, member) => size + chordSize(member), 0)
    case 'chain':
      return canvas.kwargs.tasks.reduceRight((size, step) => size || chordSize(step), 0)
    case 'chord':
      return canvas.kwargs.body ? chordSize(canvas.kwargs.body) : 0
  }
}
