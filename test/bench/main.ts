import { drawing } from './drawing.ts'
import { firstFrame } from './firstFrame.ts'
import { type Bench, isOk, type Row, table } from './row.ts'
import { simulation } from './simulation.ts'
import { tutorial } from './tutorial.ts'
import { typing } from './typing.ts'

// `npm run bench` runs all of it, `npm run bench drawing` one part.
const benches: Readonly<Record<string, Bench>> = { firstFrame, drawing, simulation, typing, tutorial }

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in benches))
if (unknown.length > 0) {
  console.error(
    `There is no bench ${unknown.join(', ')}: npm run bench [${Object.keys(benches).join('] [')}]`,
  )
  process.exit(2)
}
const rows: Row[] = []
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.error(`measuring ${name} …`)
  rows.push(...(await bench()))
}
console.log(table(rows))
process.exitCode = rows.every(isOk) ? 0 : 1
