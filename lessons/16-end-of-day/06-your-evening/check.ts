import { isDeepStrictEqual } from 'node:util'
import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

const told = ['SMS: $700', 'mail: $700', 'WhatsApp: failed']

export default exercise({
  folder: '06-your-evening',
  title: 'Your turn: the whole evening',
  ...world,
  faults: { duplicated: 1 },
  types: { reports: 'number' },
  facts: [
    (run) => run.result('r.parent').gives([500, 200], 'the transfers are made'),
    (run) => run.task('tellBySms').startsAfter('reconcile'),
    (run) => ({
      says: 'the report is about SMS, mail and WhatsApp',
      holds:
        run.given('reportOnce').length > 0 &&
        run.given('reportOnce').every(([list]) => isDeepStrictEqual(list, told)),
      instead: run.given('reportOnce').length === 0 ? 'there is no report' : 'it is about something else',
    }),
    (run) => run.task('reportOnce').startsAfter('askWhatsapp'),
    (run) => ({
      says: 'no run of the report finds more than one in the box',
      holds: run.values('reportOnce').length > 0 && run.values('reportOnce').every((value) => value === 1),
      instead: `its runs find ${run.values('reportOnce').join(', ') || 'nothing'}`,
    }),
    (run) => run.value('reports').is(1),
  ],
  goal: true,
})
