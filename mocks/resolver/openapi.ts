import { z } from 'zod'
import { NumbersBody, RecordEntry } from '../coverage-schema.ts'

const schema = (of: z.ZodType) => {
  const { $schema: _, '~standard': __, ...written } = z.toJSONSchema(of, { io: 'input' })
  return written
}

const error = (description: string, ...codes: [string, ...string[]]) => ({
  description,
  content: { 'application/json': { schema: schema(z.object({ error: z.enum(codes) })) } },
})

const answer = (description: string, of: z.ZodType) => ({
  description,
  content: { 'application/json': { schema: schema(of) } },
})

const SealedAnswer = z.object({
  subjects: z
    .array(
      z.union([
        z.object({ subject: z.string().describe('A JWE that only Erabu opens, different every time.') }),
        z.object({ error: z.enum(['invalid_coverage', 'unknown_coverage']) }),
      ]),
    )
    .describe('One for each coverage, in the same order.'),
})

/** `POST …/sealed-subjects`. @param entry one record. */
const sealing = (operationId: string, summary: string, description: string, entry: z.ZodType) => ({
  operationId,
  tags: ['Subjects'],
  summary,
  description,
  security: [{ basic: [] }],
  parameters: [
    {
      name: 'database',
      in: 'query',
      required: true,
      description: 'The database that the subjects are for. They are worth nothing to another.',
      schema: { type: 'string' },
    },
  ],
  requestBody: {
    required: true,
    content: {
      'application/json': { schema: schema(z.object({ coverages: z.array(entry).max(10_000) })) },
    },
  },
  responses: {
    200: answer('A subject or an error for each coverage.', SealedAnswer),
    400: error('No database, or no list of coverages.', 'invalid_request'),
    401: error('Not the client id with its secret.', 'invalid_client'),
    403: error('The law of this database does not let its holder ask.', 'not-eligible'),
    503: error('The scenario is `down`, or `issuer-down` for the issuer.', 'unavailable'),
  },
})

/** The resolver's invented interface for data holders, as OpenAPI 3.1. @param url of this mock. */
export const resolverDocument = (url: string) => ({
  openapi: '3.1.0',
  info: {
    title: '模擬 履歴照会・回答システム (mock of the resolver)',
    version: '1.0.0',
    description:
      'What a data holder asks. The interface is invented: the real specification is not public. The mock keeps nothing.',
    contact: { name: 'Erabu' },
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url }],
  tags: [{ name: 'Subjects', description: 'From coverage to a sealed subject.' }],
  paths: {
    '/sealed-subjects': {
      post: sealing(
        'sealSubjects',
        'Sealed subjects for a database',
        'Takes what the holder lawfully has of its records, at most 10,000. Any number that is or was only one person’s gives the same person (ID5). For a record without a number it takes カナ氏名, 生年月日 and 性別 (`id4`): the subject then has everybody whose three values are the same, which may be nobody or several. Whoever has no number of their own is not among them. Where a record has usable numbers, send these: they match better. An entry with both is `invalid_coverage`. Only Erabu reads which kind a subject is.',
        RecordEntry,
      ),
    },
    '/issuer/sealed-subjects': {
      post: sealing(
        'sealCommonSubjects',
        'Sealed subjects by the common identifier (模擬 共通識別子)',
        'The same with an invented identifier that everybody has, also without an ID5. Each subject has both identifiers. It takes numbers only, also one from before 2020-10, unless several people of a household had it.',
        NumbersBody,
      ),
    },
  },
  components: {
    securitySchemes: {
      basic: {
        type: 'http',
        scheme: 'basic',
        description: 'The client id, and the secret that the resolver gave it (mock: `demo-holder-secret`).',
      },
    },
  },
})
