import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '07-another-place',
  title: 'Your turn: a count that comes',
  ...world,
  facts: [
    (run) => run.published('sendSms').times(1),
    (run) => run.published('sendQuietly').times(1),
    (run) => ({ ...run.published('chordUnlock').times(0), says: 'nobody looks whether the header is there' }),
    (run) => run.published('count').times(1),
    (run) => run.value('sent').is(2),
  ],
})
