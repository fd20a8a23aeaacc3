import type { Resource } from './operation.ts'

export const catalogue: Resource = {
  tag: 'Catalogue',
  description:
    'What is known of each database: its holder and basis, what a person can stop, what is in it and who uses it, each in the languages of the screens, with its sources. A fact that is not established has the mark `?` and no source.',
  operations: [
    {
      method: 'get',
      path: '/api/catalogue',
      id: 'getCatalogue',
      summary: 'Read the catalogue',
      description: 'May be cached for five minutes. Ask again with `If-None-Match`.',
      access: 'public',
      answers: {
        200: {
          description: 'Every database, in the order in which patients see them.',
          json: 'CatalogueAnswer',
          headers: { ETag: 'Changes with the catalogue.' },
        },
        304: { description: 'The catalogue that you hold is the newest.' },
      },
      never: ['store-unavailable'],
    },
  ],
}
