// Builds a program of the tests and runs it, since Node 20 cannot run TypeScript by itself. A program exports `main`, which
// gives the exit code, and `usage`. Words that it cannot use end it with 2, and with both said.
import { fileURLToPath } from 'node:url'
import { buildProgram } from '../build.mjs'

const [program, ...words] = process.argv.slice(2)
await buildProgram(program)
const { main, usage } = await import(new URL(`../dist/${program}.js`, import.meta.url))

const isMistake = ({ code, name }) => name === 'Mistake' || String(code).startsWith('ERR_PARSE_ARGS')

if (words.includes('--help') || words.includes('-h')) console.log(usage)
else
  try {
    process.exitCode = await main(words, fileURLToPath(new URL('.', import.meta.url)))
  } catch (error) {
    if (!isMistake(error)) throw error
    console.error(`${error.message.split('. ')[0]}\n${usage}`)
    process.exitCode = 2
  }
