/** Everything a run takes from chance, out of one seed: the same seed gives the same run. */
export interface Chance {
  /** A number from 0 up to 1. */
  readonly next: () => number
  /** An id in the form of a UUID, version 4. */
  readonly newId: () => string
}

const DIGITS = Buffer.from('0123456789abcdef', 'latin1')
const FORM = 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'

/** The generator sfc32 (Chris Doty-Humphrey, PractRand), seeded with one integer. */
export function chanceFrom(seed: number): Chance {
  let a = 0x9e3779b9 ^ seed
  let b = 0x243f6a88 ^ Math.imul(seed, 0x85ebca6b)
  let c = 0xb7e15162 ^ Math.imul(seed, 0xc2b2ae35)
  let counter = 1
  const word = (): number => {
    const sum = (a + b + counter++) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return sum >>> 0
  }
  for (let round = 0; round < 12; round++) word()
  // One flat string: joined from pieces it would stay a tree of strings for as long as the id is kept.
  const id = Buffer.from(FORM, 'latin1')
  return {
    next: () => word() / 0x1_0000_0000,
    newId: () => {
      for (let first = 0; first < PLACES.length; first += DIGITS_IN_WORD) {
        let bits = word()
        for (let digit = first; digit < first + DIGITS_IN_WORD && digit < PLACES.length; digit++) {
          id[PLACES[digit]!] = DIGITS[digit === VARIANT ? 8 | (bits & 3) : bits & 15]!
          bits >>>= 4
        }
      }
      return id.toString('latin1')
    },
  }
}

/** Where the digits that chance decides stand; the one of the variant is 8, 9, a or b. */
const PLACES = [...FORM].flatMap((form, place) => (form === 'x' || form === 'y' ? [place] : []))
const VARIANT = PLACES.indexOf(FORM.indexOf('y'))
const DIGITS_IN_WORD = 8
