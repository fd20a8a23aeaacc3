import { UsageKey } from '../contract/holder.ts'
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
        'The first line names the project and the days, the project by the id of a registered one or by its description; every other names a token whose records were used. An invalid line, or a blank one in the middle, counts as unknown. Nothing is shown before the whole body was read. The same database, project and days are the same report, which the upload completes. So it may be sent again after any failure.',
      access: ['usage.write'],
      parameters: [
        {
          name: 'Idempotency-Key',
          in: 'header',
          description:
            'If given: 1 to 255 visible ASCII characters, without a My Number. With another report it is refused.',
          schema: { type: 'string', pattern: UsageKey.source },
        },
      ],
      body: { ndjson: { first: 'UsageHead', line: 'TokenLine' } },
      answers: { 201: { description: 'Recorded.', json: 'UsageRecorded' } },
      problems: [
        'invalid-request',
        'idempotency-key-required',
        'not-found',
        'my-number-refused',
        'number-refused',
        'unknown-purpose',
        'unknown-project',
        'purpose-mismatch',
        'use-in-future',
        'idempotency-key-reused',
      ],
    },
  ],
}
