import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { CountsReporter } from './support/counts-reporter.ts'

const root = join(import.meta.dirname, '..')

/** Levels that share the machine: many files at once, a few seconds each. */
const quick = ['unit', 'api', 'store', 'mocks', 'contract', 'security', 'web']

/** Levels with processes and browsers of their own: one file at a time, after the quick ones. */
const slow = ['fault', 'e2e']

const filesOf = (level: string) => `test/${level}/**/*.test.{ts,tsx}`

export default defineConfig({
  root,
  test: {
    environment: 'node',
    passWithNoTests: false,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    provide: { long: false },
    testTimeout: 20_000,
    hookTimeout: 20_000,
    reporters: ['default', new CountsReporter()],
    projects: [
      ...quick.map((name) => ({ extends: true as const, test: { name, include: [filesOf(name)] } })),
      { extends: true, test: { name: 'architecture', include: ['test/architecture.test.ts'] } },
      ...slow.map((name, index) => ({
        extends: true as const,
        test: {
          name,
          include: [filesOf(name)],
          fileParallelism: false,
          sequence: { groupOrder: index + 1 },
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      })),
    ],
  },
})
