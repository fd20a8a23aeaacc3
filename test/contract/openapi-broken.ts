import { type Document, operationsOf } from './openapi-document.ts'
import type { RULES } from './openapi-rules.ts'

const first = (document: Document) => {
  const [place] = operationsOf(document).filter(({ path }) => path.includes('{id}'))
  if (!place) throw new Error('no operation with a parameter in its path')
  return place.operation
}

/** For each rule a document that breaks it. */
export const BROKEN: { [Title in keyof typeof RULES]: (document: Document) => Document } = {
  'is OpenAPI 3.1 with title, version and an address': (document) => ({ ...document, openapi: '3.0.3' }),
  'leads every reference somewhere': (document) => {
    document.components.schemas.Head = { $ref: '#/components/schemas/Nothing' }
    return document
  },
  'carries no component that is not used': (document) => {
    document.components.schemas.Lonely = { $ref: '#/components/schemas/Lonely' }
    return document
  },
  'gives each operation an id of its own': (document) => {
    first(document).operationId = 'getKeys'
    return document
  },
  'gives each operation a summary and one known tag': (document) => {
    first(document).tags = ['Unknown']
    return document
  },
  'declares each parameter of a path once, as required, and no other': (document) => {
    first(document).parameters = []
    return document
  },
  'describes each parameter and gives it a schema': (document) => {
    for (const parameter of first(document).parameters ?? []) delete parameter.description
    return document
  },
  'asks for known scopes, or says that a call is public': (document) => {
    first(document).security = [{ oauth2: ['everything'] }]
    return document
  },
  'has one success, PUT also one for what is new, and the refusals that go with a body, a name or a token': (
    document,
  ) => {
    delete first(document).responses['401']
    return document
  },
  'describes each answer': (document) => {
    first(document).responses['200'] = {}
    return document
  },
  'writes JSON Schema 2020-12': (document) => {
    document.components.schemas.Head = { type: 'object', nullable: true }
    return document
  },
}
