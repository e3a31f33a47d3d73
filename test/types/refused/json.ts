import { chain } from '../../../src/canvas/chain.ts'
import type { Context } from '../../../src/canvas/context.ts'
import { add, app, config, echo, shout } from '../tasks.ts'

// Results that JSON does not carry.
app.task('now', () => new Date())
//              ^ now returns a Date, which arrives as a string: pass toISOString()
app.task('later', async (days: number) => ({ days, due: new Date() }))
//                ^ later returns a Date, which arrives as a string: pass toISOString()
app.task('index', (names: string[]) => new Map(names.map((name) => [name, 1])))
//                ^ index returns a Map, which arrives as {}: pass Object.fromEntries(map)
app.task('big', (x: number) => BigInt(x))
//              ^ big returns a bigint, which JSON does not carry: pass a string
app.task('maker', (x: number) => () => x)
//                ^ maker returns a function, which JSON does not carry
app.task('holes', (x: number) => [x, undefined])
//                ^ holes returns undefined, which JSON has not: use null
app.task('loose', (text: string) => JSON.parse(text))
//                ^ loose returns any, which says nothing: give it a type
app.task('named', { queue: 'q' }, (names: string[]) => new Set(names))
//                                ^ named returns a Set, which arrives as {}: pass [...set]
// Arguments that JSON does not carry.
app.task('remind', (when: Date) => when.getTime())
//                 ^ remind takes a Date, which arrives as a string: pass toISOString()
app.task('call', (_callback: () => void) => 1)
//               ^ call takes a function, which JSON does not carry
// biome-ignore lint/suspicious/noExplicitAny: it is what is refused
app.task('any', (value: any) => `${value}`)
//              ^ any has a parameter of type any, which says nothing: give it a type
app.task('deep', (user: { name: string; tags: Set<string> }) => user.name)
//               ^ deep takes a Set, which arrives as {}: pass [...set]
app.task('bound', { bind: true }, (self, when: Date) => self.request.id + when.getTime())
//                                ^ bound takes a Date, which arrives as a string: pass toISOString()
// A canvas that replaces a task gives the task's type.
app.task('swap', { bind: true }, (self: Context<string>, x: number) => self.replace(add.s(x, 1)))
//                                                                                  ^ the task gives string, but add gives number
app.task('again', { bind: true }, (self: Context<string>, x: string) => self.replace(shout.s(x)))
// Another try takes the task's own arguments, and what replaces a task gives what it gives.
export const again = (self: Context<number, [x: number]>) => self.retry({ args: ['a'] })
//                                                                               ^ the task takes number here, but gets \"a\"
export const further = (self: Context<number, [x: number]>) => self.retry({ args: [1, 2] })
//                                                                                    ^ the task takes no more arguments here, but gets number
export const other = (self: Context<string>) => self.replace(chain(add.s(1, 1), add.s(2)))
//                                                           ^ the task gives string, but add gives number
// The same by the type that its function is said to return; what replaces it is complete, and a canvas.
app.task('said', { bind: true }, (self, x: number): string => self.replace(add.s(x, 1)))
//                                                                         ^ the task gives string, but add gives number
app.task(
  'promised',
  { bind: true },
  async (self, x: number): Promise<string> => self.replace(add.s(x, 1)),
  //                                                       ^ the task gives string, but add gives number
)
app.task('half', { bind: true }, (self, x: number) => self.replace(add.s(x)))
//                                                                 ^ add still misses arguments: it takes [number], but gets []
app.task('itself', { bind: true }, (self, _x: number) => self.replace(add))
//                                                                    ^ add is a task: write add.s(...)
app.task('number', { bind: true }, (self, x: number) => self.replace(x))
//                                                                   ^ a canvas is needed here: write task.s(...), chain(...), group(...) or chord(...)
// Values that JSON does not carry, where a value of JSON is taken, and where another type is.
echo.s(new Date())
//     ^ echo takes any JSON here, but gets a Date, which arrives as a string: pass toISOString()
echo.s(1n)
//     ^ echo takes any JSON here, but gets a bigint, which JSON does not carry: pass a string
echo.s(new Map([['a', 1]]))
//     ^ echo takes any JSON here, but gets a Map, which arrives as {}: pass Object.fromEntries(map)
echo.s(() => 1)
//     ^ echo takes any JSON here, but gets a function, which JSON does not carry
echo.s([undefined])
//     ^ echo takes any JSON here, but gets undefined, which JSON has not: use null
add.s(undefined, 1)
//    ^ add takes number here, but gets undefined, which JSON has not: use null
echo.delay(new Date())
//         ^ echo takes any JSON here, but gets a Date, which arrives as a string: pass toISOString()
class Point {
  x = 1
  length = () => this.x
}
echo.s(new Point())
//     ^ echo takes any JSON here, but gets a function, which JSON does not carry
app.task('point', () => new Point())
//                ^ point returns a function, which JSON does not carry
// Of an object the compiler names the property.
config.s({ list: ['a'] })
//                ^ Type 'string' is not assignable to type 'number'.
chain(config.s({}), add.s(1))
//                  ^ add takes number, but config gives object
chain(echo.s(1), add.s(1))
//               ^ add takes number, but echo gives any JSON
