import { labelOf } from '../../src/ui/label.ts'

/** What the compiler says, in words: one sentence for the line, and the rest as labelled rows. */
export interface Unfolded {
  readonly says: string
  readonly rows: readonly UnfoldedRow[]
}

/** `chain gives   number`. */
export interface UnfoldedRow {
  readonly label: string
  readonly text: string
}

/**
 * Unfolds a message of the compiler. The types of canvases carry sentences of their own in place of a type that nobody
 * could read: `… to parameter of type '"add takes number, but shout gives string"'`.
 */
export const unfold = (message: string): Unfolded => {
  const sentence = sentenceIn(message)
  if (sentence === null) return plain(message)
  const spoken = spokenNames(sentence)
  const bound = /^(.+?) takes (.+) here, but gets (.+?)(?:: (arguments are bound from the right))?$/.exec(
    spoken,
  )
  if (bound)
    return {
      says: `${bound[1]} takes ${bound[2]} here`,
      rows: [
        { label: 'it gets', text: bound[3]! },
        { label: 'it wants', text: bound[2]! },
        ...(bound[4] === undefined
          ? []
          : [
              {
                label: 'know',
                text: 'bound arguments are the last ones: what a step before gives comes in front of them',
              },
            ]),
      ],
    }
  const handed = /^(.+?) takes (.+), but (.+?) gives (.+)$/.exec(spoken)
  if (handed)
    return {
      says: `${handed[1]} takes ${handed[2]}, but ${handed[3]} gives ${handed[4]}`,
      rows: [
        { label: `${handed[3]} gives`, text: handed[4]! },
        { label: `${handed[1]} wants`, text: handed[2]! },
        {
          label: 'try',
          text: `a step between them that gives ${handed[2]}, or ${handed[1]}.si(...), which takes nothing`,
        },
      ],
    }
  const [says, ...cure] = spoken.split(': ')
  return { says: says!, rows: cure.length === 0 ? [] : [{ label: 'try', text: cure.join(': ') }] }
}

/** The sentence that a type holds; null when the compiler speaks for itself. */
const sentenceIn = (message: string): string | null => {
  const found = /type '("(?:[^"\\]|\\.)* (?:[^"\\]|\\.)*")'/.exec(message)
  if (found === null) return null
  try {
    return JSON.parse(found[1]!) as string
  } catch {
    return null
  }
}

/** Tasks by the names of their variables: `bank.send_sms` is `sendSms` in the program. */
export const spokenNames = (sentence: string): string =>
  sentence.replace(/"(?:[^"\\]|\\.)*"|\b[a-z_]\w*(?:\.\w+)+\b(?!\()|\b[a-z]+(?:_[a-z0-9]+)+\b/gi, (word) =>
    word.startsWith('"') ? word : labelOf(word),
  )

const plain = (message: string): Unfolded => {
  const [first = '', ...rest] = message.split('\n')
  return {
    says: first,
    rows: rest.filter((line) => line.trim() !== '').map((line) => ({ label: '', text: line.trim() })),
  }
}
