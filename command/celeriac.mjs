#!/usr/bin/env node
// What `celeriac` starts. Lessons and the playground are programs of their own, which begin as fast as they do with npm.
import { launch } from '../launch.mjs'

const [program, ...words] = process.argv.slice(2)
const wantsHelp = words.includes('--help') || words.includes('-h')
if (program === 'lesson' || (program === 'playground' && !wantsHelp)) {
  process.argv.splice(2, 1)
  await launch(program)
} else await launch('celeriac')
