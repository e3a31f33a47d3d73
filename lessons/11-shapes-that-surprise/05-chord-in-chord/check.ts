import { app } from 'celeriac/bank/reports'
import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '05-chord-in-chord',
  title: 'A chord in a chord',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#chords',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Five tasks, two chords. How many parts does the outer chord count?',
    options: ['two', 'three', 'four'],
    answer: 1,
    because: 'total and the till of Faro. A chord inside a header stands for its body.',
    opensAt: (run) => run.started('till'),
    refutedBy: (run) => run.sent('report'),
  },
  facts: (run) => [
    run.published('total').times(1),
    run.published('report').times(1),
    run.published('report').with([[500, 100]]),
    run.task('report').startsAfter('total'),
    { says: 'each of the two chords counts to two', holds: run.sizes().join() === '2,2' },
  ],
})
