import { step } from '../../lesson.ts'
import { app } from '../reports.ts'
import { world } from '../world.ts'
import { lesson } from './canvas.ts'

export default step({
  folder: '05-chord-in-chord',
  title: 'A chord in a chord',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: 'Which of the five tasks does the outer chord count?',
    options: [
      'all tills: three parts',
      'total and the till of Faro: two parts',
      'total and all tills: four parts',
    ],
    answer: 2,
    because: 'a chord inside a header stands for its body. The inner header reports to the inner chord only.',
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
