/** Everything a run takes from chance, out of one seed: the same seed gives the same run. */
export interface Chance {
  /** A number from 0 up to 1. */
  readonly next: () => number
  /** An id in the form of a UUID, version 4. */
  readonly newId: () => string
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

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
  const octets = (bits: number): string => HEX[bits >>> 24]! + HEX[(bits >>> 16) & 255] + pair(bits)
  return {
    next: () => word() / 0x1_0000_0000,
    newId: () => {
      const [w, x, y, z] = [word(), word(), word(), word()]
      return `${octets(w)}-${pair(x >>> 16)}-4${pair(x).slice(1)}-${'89ab'[y >>> 30]}${pair(y >>> 16).slice(1)}-${pair(y)}${octets(z)}`
    },
  }
}

const pair = (bits: number): string => HEX[(bits >>> 8) & 255]! + HEX[bits & 255]
