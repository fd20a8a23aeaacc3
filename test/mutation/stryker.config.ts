import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Stryker from '@stryker-mutator/core'
import type { Part } from './parts.ts'

/**
 * How Stryker goes through one part.
 * `memory`: file in which it keeps what became of each change; null: none. `force`: tries again what is kept there.
 */
export const optionsFor = (
  { mutate, tests }: Part,
  { memory, ...chosen }: { concurrency: number; dryRunOnly: boolean; memory: string | null; force: boolean },
): ConstructorParameters<typeof Stryker>[0] => ({
  ...chosen,
  ...(memory !== null && { incremental: true, incrementalFile: memory }),
  mutate,
  testFiles: tests,
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  plugins: ['@stryker-mutator/*', join(import.meta.dirname, 'unseen-texts.ts')],
  ignorers: ['unseen-texts'],
  // What runs once while a file loads needs a new process for each change.
  ignoreStatic: true,
  // TypeScript 7 has no programming interface with which Stryker could rewrite our tsconfig.json: leave it alone.
  tsconfigFile: 'none',
  ignorePatterns: ['/web/dist', '/.data', '/test/e2e', '/test/bench'],
  tempDirName: join(tmpdir(), `erabu-mutation-${process.pid}`),
  dryRunTimeoutMinutes: 20,
  // A new process loads the api first. Too short a time would count what was never tried as noticed.
  timeoutMS: 60_000,
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false },
})
