import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take minutes. Started last, they would leave a core idle until they end. */
const LONGEST = [
  'gallery.test.ts',
  'gallery-account.test.ts',
  'kiosk-safe-mode.test.ts',
  'kiosk.test.ts',
  'accessibility.test.ts',
  'kill.test.ts',
]

/** Vitest's own order, with the longest files first within their level. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}`))
      return found < 0 ? LONGEST.length : found
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}
