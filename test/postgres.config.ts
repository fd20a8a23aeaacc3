import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Everything that has a store, on PostgreSQL: the long form of the project `postgres` (`npm run postgres`). */
export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: {
    environment: 'node',
    include: ['test/{store,api,contract}/**/*.test.ts'],
    globalSetup: 'test/support/postgres/shared.ts',
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    provide: { long: false },
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
})
