import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import type { Vite } from 'vitest/node'
import { scratch } from '../support/scratch.ts'
import { keptThread } from './kept-thread.ts'
import { QuickestFirst } from './quickest-first.ts'

/**
 * Stryker names a test by its describes and its title with a space between them, Vitest 5 with ` > `. Without this
 * no test of a describe would run against a mutant, and every mutant would seem to survive.
 */
const stryker: Vite.Plugin = {
  name: 'stryker-test-names',
  configureVitest({ project }) {
    let pattern: RegExp | undefined
    Object.defineProperty(project.config, 'testNamePattern', {
      enumerable: true,
      get: () => pattern,
      set: (wanted: RegExp | undefined) => {
        pattern = wanted && new RegExp(wanted.source.replaceAll(' ', '(?: > | )'))
      },
    })
  },
}

/** Stryker insists on the pool of threads, so that a setting of the pool would be passed over. */
const oneThread: Vite.Plugin = {
  name: 'one-thread',
  configureVitest({ project }) {
    Object.assign(project.config, { pool: keptThread.name, poolRunner: keptThread })
  },
}

/** Every test file that a part may name. Files share a worker: to load the api for each anew would take most of the time. */
export default defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  plugins: [stryker, oneThread],
  test: {
    environment: 'node',
    include: ['test/{unit,api,store,contract,web}/**/*.test.{ts,tsx}'],
    env: scratch,
    isolate: false,
    sequence: { sequencer: QuickestFirst },
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    provide: { long: false },
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
})
