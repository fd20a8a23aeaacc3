import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import type { Vite } from 'vitest/node'

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

/** The unit tests alone: fast enough to be run for every mutant. */
export default defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  plugins: [stryker],
  test: { environment: 'node', include: ['test/unit/**/*.test.ts'] },
})
