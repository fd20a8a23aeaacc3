import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** `npm run mutation`: changes one thing in a rule at a time, and sees whether a unit test notices. */
export default {
  mutate: ['api/domain/**/*.ts'],
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts' },
  // TypeScript 7 has no programming interface with which Stryker could rewrite our tsconfig.json: leave it alone.
  tsconfigFile: 'none',
  concurrency: 2,
  ignorePatterns: ['/web', '/mocks/demo', '/.data', '/test/e2e', '/test/bench'],
  tempDirName: join(tmpdir(), 'erabu-mutation'),
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false },
  thresholds: { high: 95, low: 85, break: 80 },
}
