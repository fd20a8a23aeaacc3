import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Failovers of a Patroni cluster (`npm run patroni`). Needs patroni, etcd-server and haproxy (Debian's names). */
export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: {
    environment: 'node',
    include: ['test/fault/patroni/*.long.ts'],
    fileParallelism: false,
    testTimeout: 900_000,
    provide: { long: true },
  },
})
