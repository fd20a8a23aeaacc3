import { test } from 'vitest'
import { demoRuns } from '../support/demo-walk.ts'

const { takes } = demoRuns()

// The walk itself throws where the words of a state, or the holder's token, do not come.
test('the walk sees a record by name, a stop of its namesake and a change of identifiers, and leaves only pictures', () =>
  takes('identifiers', [
    'p4-uncertain',
    'p4-held',
    'p8-during-change',
    'p4-after-change',
    'p4-new-record',
    'p4-without-id5',
  ]))
