import { is } from '../expect.ts'

// The assertion itself refuses what is not the very type.
void is<number>()('a')
//   ^ Expected 2 arguments, but got 1.
void is<number>()(JSON.parse('1'))
//   ^ Expected 2 arguments, but got 1.
void is<number>()(1 as number | null)
//   ^ Expected 2 arguments, but got 1.
