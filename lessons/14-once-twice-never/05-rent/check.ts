import { exercise } from '../../lesson.ts'
import { world } from '../world.ts'

export default exercise({
  folder: '05-rent',
  title: 'Your turn: the rent, once',
  ...world,
  faults: { duplicated: 1 },
  facts: [
    (run) => ({
      says: 'payRent runs four times',
      holds: run.starts('payRent') === 4,
      instead: `it runs ${run.starts('payRent')} times`,
    }),
    (run) => ({
      says: 'no run ever finds more than 1800 paid',
      holds: run.values('payRent').every((value) => Number(value) <= 1800),
      instead: `the runs find ${run.values('payRent').join(', ')}`,
    }),
    (run) => ({
      says: 'both months are paid in the end',
      holds: run.values('payRent').at(-1) === 1800,
      instead: `the last run finds ${run.values('payRent').at(-1)}`,
    }),
  ],
})
