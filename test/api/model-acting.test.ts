import fc from 'fast-check'
import { expect, inject, test } from 'vitest'
import { nothing, play } from '../support/household/course.ts'
import { courses } from '../support/household/steps.ts'
import { scale } from '../support/scale.ts'

const RUNS = scale(4, 150)
const LENGTH = scale(30, 40)

test(
  'whoever decides for whom, at a phone, a kiosk or a desk: no stop is lost, and nobody sees what is another’s',
  async () => {
    const counts = nothing()
    await fc.assert(
      fc.asyncProperty(courses(LENGTH), (course) => play(course, counts)),
      // With the bias towards small values the first courses would do next to nothing.
      { numRuns: RUNS, unbiased: true },
    )
    if (inject('long')) console.log(counts)
    // Courses that only refuse would prove nothing.
    expect(counts.courses).toBe(RUNS)
    expect(counts.stops).toBeGreaterThan(0)
  },
  scale(180_000, 3_600_000),
)
