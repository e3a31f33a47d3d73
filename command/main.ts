import { CommanderError } from 'commander'
import { celeriac } from './celeriac.ts'

const { argv, stdout } = process

/** Whoever reads may go away before the end: `celeriac run file.ts | head`. */
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

try {
  await celeriac((code) => {
    process.exitCode = code
  }).parseAsync(argv)
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  // Help and the version are no mistakes; everything else that commander stops for is one.
  process.exitCode = error.exitCode === 0 ? 0 : 2
}
