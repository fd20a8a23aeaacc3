import type { Resource } from './operation.ts'
import { database, purpose } from './parameters.ts'

export const statusLists: Resource = {
  tag: 'Status lists',
  description:
    'The whole truth as signed bit arrays (IETF Token Status List), only for the holder of the database. Before every use, hold a list that has not expired, and leave out every row whose bit is 1.',
  operations: [
    {
      method: 'get',
      path: '/statuslists',
      id: 'getStatusLists',
      summary: 'Find the lists of a database',
      access: ['ssf.read'],
      parameters: [database()],
      answers: { 200: { description: 'The addresses of its lists.', json: 'StatusLists' } },
      problems: ['not-found'],
      never: ['unavailable', 'rate-limited'],
    },
    {
      method: 'get',
      path: '/statuslists/{database}/{purpose}/{list}',
      id: 'getStatusList',
      summary: 'Load a list',
      description: 'Ask again after its `ttl`, with `If-None-Match`.',
      access: ['ssf.read'],
      parameters: [
        database('path'),
        purpose('path'),
        {
          name: 'list',
          in: 'path',
          description: 'Number of the list, from 1.',
          required: true,
          schema: { type: 'string', pattern: '^[1-9][0-9]{0,5}$' },
        },
        { name: 'time', in: 'query', description: 'Refused: lists of earlier times are not kept.' },
        { name: 'If-None-Match', in: 'header', description: 'The `ETag` of the list that you hold.' },
      ],
      answers: {
        200: {
          description: 'The list. Gzipped for clients that accept it.',
          other: { type: 'application/statuslist+jwt', schema: 'StatusListToken' },
          headers: { ETag: 'Changes with the list; each content coding has its own.' },
        },
        304: { description: 'The list that you hold is the newest.' },
      },
      problems: ['not-found', 'not-implemented'],
      never: ['unavailable', 'rate-limited'],
    },
  ],
}
