import { expect, test } from 'vitest'
import { unfold } from '../../../playground/types/unfold.ts'

const asParameter = (sentence: string) =>
  `Argument of type 'Signature<[sms: string], string, "bank.confirm_sms", {}>' is not assignable to parameter of type '${JSON.stringify(sentence)}'.`

test('a step that cannot take what it is handed: who gives, who wants, what to do', () => {
  expect(unfold(asParameter('bank.confirm_sms takes string, but bank.count_sms gives number'))).toEqual({
    says: 'confirmSms takes string, but countSms gives number',
    rows: [
      { label: 'countSms gives', text: 'number' },
      { label: 'confirmSms wants', text: 'string' },
      {
        label: 'try',
        text: 'a step between them that gives string, or confirmSms.si(...), which takes nothing',
      },
    ],
  })
})

test('a bound argument of another type: what came, what is wanted, and which argument that is', () => {
  const { says, rows } = unfold(
    asParameter('bank.pick takes "a" | "b" here, but gets "c": arguments are bound from the right'),
  )
  expect(says).toBe('pick takes "a" | "b" here')
  expect(rows.map(({ label, text }) => `${label}: ${text}`)).toEqual([
    'it gets: "c"',
    'it wants: "a" | "b"',
    'know: bound arguments are the last ones: what a step before gives comes in front of them',
  ])
})

test.each([
  [
    'add has no place left for the result of bank.send_sms: leave one argument out, or use .si()',
    'add has no place left for the result of sendSms',
    'leave one argument out, or use .si()',
  ],
  ['bank.add is a task: write bank.add.s(...)', 'add is a task', 'write add.s(...)'],
  [
    'group(bank.count_sms, add) before total is a chord, and the rpc result backend does not support chords: use redis:// as backend',
    'group(countSms, add) before total is a chord, and the rpc result backend does not support chords',
    'use redis:// as backend',
  ],
])('a sentence with its cure: %s', (sentence, says, cure) => {
  expect(unfold(asParameter(sentence))).toEqual({ says, rows: [{ label: 'try', text: cure }] })
})

test('what the compiler says itself stays as it is, its further lines below', () => {
  expect(unfold("Type 'string' is not assignable to type 'number'.")).toEqual({
    says: "Type 'string' is not assignable to type 'number'.",
    rows: [],
  })
  expect(unfold('No overload matches.\n  The last one gave:\n    Type \'"a b" | 1\'').rows).toEqual([
    { label: '', text: 'The last one gave:' },
    { label: '', text: 'Type \'"a b" | 1\'' },
  ])
})
