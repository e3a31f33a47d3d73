// Bundles the soak and plays it: Node 20 cannot run TypeScript by itself.
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const folder = dirname(fileURLToPath(import.meta.url))
const outfile = join(folder, `../../dist/soak-${process.pid}.mjs`)
await build({
  entryPoints: [join(folder, 'soak.ts')],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'warning',
})
const { main } = await import(pathToFileURL(outfile))
rmSync(outfile)
process.exitCode = await main(process.argv.slice(2))
