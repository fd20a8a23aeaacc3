import { test } from 'vitest'
import { demoRuns } from '../support/demo-walk.ts'

const { takes } = demoRuns()

// The walk itself throws unless the second extract lacks exactly the row of the person who stopped.
test('the walk sees an extract of two databases without the person who stopped one, and leaves only pictures', () =>
  takes('extract', ['p4-before', 'linker-before', 'p8-stopped', 'p4-after', 'linker-after']))
