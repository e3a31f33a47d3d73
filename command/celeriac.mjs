#!/usr/bin/env node
// What `celeriac` starts. Lessons and the playground are programs of their own, which begin as fast as they do with npm.
import { launch } from '../launch.mjs'

const program = process.argv[2]
if (program === 'lesson' || program === 'playground') {
  process.argv.splice(2, 1)
  await launch(program)
} else await launch('celeriac', 'celeriacHooks')
