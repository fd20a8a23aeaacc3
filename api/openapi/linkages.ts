import type { Resource } from './operation.ts'
import { database, purpose } from './parameters.ts'

export const linkages: Resource = {
  tag: 'Linkages',
  description:
    'A linkage says that a database has linked the records of one person for one purpose. Bodies and answers are streamed NDJSON: one answer per line, in order, any number of lines. Lines end with LF or CRLF. Every line counts, except empty ones at the very end: a blank line in the middle is answered `invalid-line`. That answer has the number of the line and its `issues`. An optional member that is null is absent. A `ref` in a line comes back in its answer and is not stored. Read the answers while you send; answers come before your body has ended. If you read nothing before you have sent everything, at least 50,000 lines are answered. If you then read nothing for ten seconds, one answer `answers-not-read` stands for all lines that follow. If we fail in between, the connection is cut: send again what was not answered.',
  operations: [
    {
      method: 'post',
      path: '/linkages',
      id: 'registerLinkages',
      summary: 'Register linkages',
      description:
        'Registering again returns the same linkage. A person who has stopped is registered as well: the token is revoked at birth.',
      access: ['linkages.write'],
      parameters: [database(), purpose()],
      body: { ndjson: { line: 'LinkageLine' } },
      answers: {
        200: {
          description: 'One line per line: a token, or what is wrong.',
          ndjson: { line: 'LinkageAnswer' },
        },
      },
      problems: ['invalid-request', 'not-found', 'unknown-purpose'],
    },
    {
      method: 'get',
      path: '/linkages',
      id: 'getLinkages',
      summary: 'List your linkages',
      description:
        'As they were published to you, without those that you took back. The order has no meaning. An answer that breaks off is incomplete: ask again.',
      access: ['linkages.write', 'ssf.read'],
      parameters: [database()],
      answers: { 200: { description: 'A line per linkage.', ndjson: { line: 'OwnLinkage' } } },
      problems: ['invalid-request', 'not-found'],
    },
    {
      method: 'post',
      path: '/linkages/removals',
      id: 'removeLinkages',
      summary: 'Take linkages back',
      description: 'You no longer link these records. Their tokens stay closed for ever.',
      access: ['linkages.write'],
      parameters: [database()],
      body: { ndjson: { line: 'TokenLine' } },
      answers: {
        200: { description: 'One line per line.', ndjson: { line: 'RemovalAnswer' } },
      },
      problems: ['invalid-request', 'not-found'],
    },
  ],
}
