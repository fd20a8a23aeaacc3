import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** The long forms of tests that run small in `npm test`: name the files, as `npm run fuzz`, `npm run privacy` and `npm run fault` do. */
export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: {
    environment: 'node',
    include: ['test/{api,contract,fault,long}/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 3_600_000,
    provide: { long: true },
  },
})
