import type { Resource } from './operation.ts'

export const usage: Resource = {
  tag: 'Usage',
  description: 'What the data was used for. People see it for their own records.',
  operations: [
    {
      method: 'post',
      path: '/usage',
      id: 'reportUsage',
      summary: 'Report a use',
      description:
        'The first line says what for and when; every other names a token whose records were used. A line of another shape, and a blank one in the middle, counts as unknown.',
      access: ['usage.write'],
      body: { ndjson: { first: 'UsageHead', line: 'TokenLine' } },
      answers: { 201: { description: 'Recorded.', json: 'UsageRecorded' } },
      problems: ['invalid-request', 'not-found', 'my-number-refused', 'number-refused'],
    },
  ],
}
