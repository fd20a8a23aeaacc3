import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** A file that noticed the change before is asked first, then those that end soonest: the first to notice ends a run. */
export class QuickestFirst extends BaseSequencer {
  #longest = new Map<string, number>()

  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const cost = (file: TestSpecification) => {
      const last = this.ctx.cache.getTestSpecificationResult(file)
      const longest = Math.max(this.#longest.get(file.moduleId) ?? 0, last?.duration ?? 0)
      this.#longest.set(file.moduleId, longest)
      return last?.failed ? 0 : longest
    }
    return files
      .map((file) => ({ file, cost: cost(file) }))
      .toSorted((a, b) => a.cost - b.cost)
      .map(({ file }) => file)
  }
}
