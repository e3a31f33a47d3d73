import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    alias: [
      { find: /^celeriac$/, replacement: fileURLToPath(new URL('src/index.ts', import.meta.url)) },
      { find: /^celeriac\/testing$/, replacement: fileURLToPath(new URL('src/testing.ts', import.meta.url)) },
      { find: /^celeriac\/(bank.*)$/, replacement: fileURLToPath(new URL('lessons/$1.ts', import.meta.url)) },
    ],
  },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: 'test/buildProgram.mjs',
    // For a machine that is busy with other things.
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
})
