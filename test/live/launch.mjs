// Builds a program of this folder and runs it: Node 20 cannot run TypeScript by itself.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildProgram } from '../../build.mjs'

const folder = dirname(fileURLToPath(import.meta.url))
const [program, ...words] = process.argv.slice(2)
await buildProgram(program)
const { main } = await import(new URL(`../../dist/${program}.js`, import.meta.url))
process.exitCode = await main(words, folder)
