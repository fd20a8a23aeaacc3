import type { Resource } from './operation.ts'
import { streamInPath } from './parameters.ts'

export const delivery: Resource = {
  tag: 'Delivery',
  description:
    'Revocations, polled (RFC 8936). Order by `seq`; after a gap poll again, or load the list. Every answer carries the head, so that you notice what you miss.',
  operations: [
    {
      method: 'post',
      path: '/ssf/streams/{id}/poll',
      id: 'pollStream',
      summary: 'Take the next events',
      description:
        'Acknowledge what you keep safely with the next call. Without `returnImmediately` the answer waits up to 25 seconds for an event. What you do not acknowledge comes again: at once with `returnImmediately`, after two seconds in a poll that waits. A paused or disabled stream says so in the answer: it brings no changes, and a head ahead of what you were served is then no gap.',
      access: ['ssf.read'],
      parameters: [streamInPath],
      body: { json: 'PollBody' },
      answers: {
        200: {
          description: 'SETs, and the head of the stream; spaces fill the answer up to a multiple of 4 KiB.',
          json: 'PollAnswer',
        },
      },
      problems: ['not-found'],
      never: ['unavailable'],
    },
    {
      method: 'post',
      path: '/ssf/streams/{id}/applied',
      id: 'reportApplied',
      summary: 'Say that you act on everything up to here',
      description:
        'Only then is a person told that the use has stopped. Numbers that differ from ours are not recorded as applied.',
      access: ['ssf.read'],
      parameters: [streamInPath],
      body: { json: 'AppliedBody' },
      answers: { 200: { description: 'Our own numbers as of that sequence number.', json: 'AppliedAnswer' } },
      problems: ['not-found', 'beyond-head'],
    },
    {
      method: 'post',
      path: '/ssf/streams/{id}/outcomes',
      id: 'reportOutcomes',
      summary: 'Say what became of each revoked row',
      description:
        'Streamed NDJSON, as for linkages: one answer per line, in order. People read it beside their stop. A later line about a token replaces an earlier one; a repetition changes nothing. `partly`, `cannot` and `exempt` need a `reason`.',
      access: ['ssf.read'],
      parameters: [streamInPath],
      body: { ndjson: { line: 'OutcomeLine' } },
      answers: {
        200: { description: 'One line per line.', ndjson: { line: 'OutcomeAnswer' } },
      },
      problems: ['invalid-request', 'not-found'],
    },
    {
      method: 'post',
      path: '/ssf/streams/{id}/rewind',
      id: 'rewindStream',
      summary: 'Serve again from an earlier number',
      description: 'For example after you restored a backup.',
      access: ['ssf.read'],
      parameters: [streamInPath],
      body: { json: 'RewindBody' },
      answers: { 204: { description: 'The next poll begins there.' } },
      problems: ['not-found', 'beyond-head'],
    },
  ],
}
