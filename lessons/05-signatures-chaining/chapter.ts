import { openBank } from 'celeriac/bank'
import type { Chapter } from '../lesson.ts'
import signature from './01-signature/check.ts'
import group from './02-group/check.ts'
import waves from './03-waves/check.ts'
import callOrder from './04-call-order/check.ts'
import chain from './05-chain/check.ts'
import link from './06-link/check.ts'
import chord from './07-chord/check.ts'
import sendAndCount from './08-send-and-count/check.ts'

/** Chapter 5: one signature, and every way to put several together. */
export const chapter: Chapter = {
  number: 5,
  slug: '05-signatures-chaining',
  title: 'Signatures & chaining',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html',
  begin: openBank,
  steps: [signature, group, waves, callOrder, chain, link, chord, sendAndCount],
  cover: link,
}
