import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { CountsReporter } from './support/counts-reporter.ts'
import { LongestFirst } from './support/longest-first.ts'
import { postgresPrograms } from './support/postgres/programs.ts'
import { scratch } from './support/scratch.ts'

const root = join(import.meta.dirname, '..')

/** Levels that share the machine: many files at once, a few seconds each. */
const quick = ['unit', 'api', 'store', 'mocks', 'contract', 'privacy', 'security', 'web']

/** Levels with their own processes and browsers, one level after the other and after the quick ones. */
const slow = [
  // Fault tests wait most of the time. More than one browser a core makes answers late.
  { name: 'fault', env: {}, maxWorkers: 2 * availableParallelism() },
  { name: 'e2e', env: scratch },
]

/**
 * What also runs on PostgreSQL: every test of the store, and tests of higher levels in which transactions of several
 * requests meet. `npm run postgres` runs the rest on it as well.
 */
const onPostgres = [
  'test/store/**/*.test.ts',
  'test/api/{catalogue-change,freeze}.test.ts',
  'test/api/{decisions,decisions-once,decisions-resumed,feed,isolation,linkages,own-linkages,ops}.test.ts',
  'test/api/{check-and-use,passkey-races,passkeys,proofing,push,push-failures,recovery,session-rights,sessions,status-lists,usage,usage-reports,use-classes,outcomes,projects,record,cases,case-answers,messages}.test.ts',
  'test/api/{kin-ended,portal-login,wrong-link,safe-mode,safe-mode-decisions,desk}.test.ts',
  'test/api/{acting,acting-repeats,representatives,model-acting}.test.ts',
  'test/security/desk.test.ts',
  'test/contract/{delivery,revocations,stream-management}.test.ts',
]

const hasPostgres = postgresPrograms() !== null
if (!hasPostgres)
  console.warn('No PostgreSQL 15 or newer on this machine: the suite runs on the embedded store alone.')

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
    // Vitest would leave a core idle: half of two.
    maxWorkers: availableParallelism(),
    testTimeout: 20_000,
    hookTimeout: 20_000,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', new CountsReporter()],
    projects: [
      ...quick.map((name) => ({
        extends: true as const,
        test: { name, include: [filesOf(name)], env: scratch },
      })),
      // Where it is required (CI=true), a machine without PostgreSQL fails.
      ...(hasPostgres || process.env.CI === 'true'
        ? [
            {
              extends: true as const,
              test: {
                name: 'postgres',
                include: onPostgres,
                globalSetup: 'test/support/postgres/shared.ts',
              },
            },
          ]
        : []),
      { extends: true, test: { name: 'architecture', include: ['test/architecture.test.ts'] } },
      ...slow.map((level, index) => ({
        extends: true as const,
        test: {
          ...level,
          include: [filesOf(level.name)],
          sequence: { groupOrder: index + 1 },
          testTimeout: 240_000,
          hookTimeout: 120_000,
          // On a busy machine a polled condition takes long; Vitest itself would wait a second.
          expect: { poll: { timeout: 60_000 } },
        },
      })),
    ],
  },
})
