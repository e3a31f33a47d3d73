import { openBank } from 'celeriac/bank'
import type { Chapter } from '../lesson.ts'
import signature from './01-signature/check.ts'
import group from './02-group/check.ts'
import waves from './03-waves/check.ts'
import callOrder from './04-call-order/check.ts'
import chain from './05-chain/check.ts'
import chainOfBoth from './06-chain-of-both/check.ts'
import link from './07-link/check.ts'
import chordAsWritten from './08-chord-as-written/check.ts'
import chord from './09-chord/check.ts'
import rabbitmq from './10-rabbitmq/check.ts'
import sendAndCount from './11-send-and-count/check.ts'
import oneSms from './12-one-sms/check.ts'
import bothAnswers from './13-both-answers/check.ts'

/** Chapter 5: one signature, and every way to put several together. */
export const chapter: Chapter = {
  number: 5,
  slug: '05-signatures-chaining',
  title: 'Signatures & chaining',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html',
  begin: openBank,
  steps: [
    signature,
    group,
    waves,
    callOrder,
    chain,
    chainOfBoth,
    link,
    chordAsWritten,
    chord,
    rabbitmq,
    sendAndCount,
    oneSms,
    bothAnswers,
  ],
  cover: link,
}
