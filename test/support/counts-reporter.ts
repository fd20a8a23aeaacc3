import { writeSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/**
 * Prints `N passed, N failed` as the very last line of the run. Everything that did not pass counts as failed: tests,
 * files that did not load, errors outside tests and, when `CI` is `true`, skipped tests.
 */
export class CountsReporter implements Reporter {
  #passed = 0
  #failed = 0

  onInit() {
    process.once('exit', () => {
      if (this.#failed > 0 || this.#passed === 0) process.exitCode ||= 1
      writeSync(1, `${this.#passed} passed, ${this.#failed} failed\n`)
    })
  }

  onTestRunEnd(modules: readonly TestModule[], outside: readonly unknown[]) {
    const skippedCounts = process.env.CI === 'true'
    this.#passed = 0
    this.#failed = outside.length
    for (const module of modules) {
      const before = this.#failed
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') this.#passed += 1
        else if (state === 'failed' || state === 'pending' || skippedCounts) this.#failed += 1
      }
      // After a failed hook or import its tests count as not run instead of failed.
      if (!module.ok() && this.#failed === before) this.#failed += 1
    }
  }
}
