import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '07-bar',
  title: 'Your turn: make the bar move',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#custom-states',
  ...world,
  facts: [
    (run) => run.published('pay').times(1),
    (run) => ({
      says: 'r is PROGRESS three times, then SUCCESS',
      holds: run.states('r').join() === 'PROGRESS,PROGRESS,PROGRESS,SUCCESS',
      instead: `it is ${run.states('r').join(', then ')}`,
      about: run.stored('r'),
    }),
    (run) => run.value('seen').is({ done: 2 }),
    (run) => run.result('r').gives('3 paid'),
  ],
})
