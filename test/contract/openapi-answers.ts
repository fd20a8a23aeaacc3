import type { Call } from './openapi-calls.ts'
import { type Document, lookUp, type Place, type ResponseObject } from './openapi-document.ts'
import { validator } from './openapi-validator.ts'

/**
 * Sends a call as it is.
 * @param ours the access token of calls without their own. @param send replaces the network.
 */
export function sendCall(
  origin: string,
  method: string,
  call: Call,
  ours: string,
  send: (request: Request) => Response | Promise<Response> = fetch,
): Promise<Response> {
  const { path, json, ndjson, form, token = ours } = call
  const [type, body] = form
    ? ['application/x-www-form-urlencoded', new URLSearchParams(form).toString()]
    : ndjson
      ? ['application/x-ndjson', ndjson.map((line) => `${JSON.stringify(line)}\n`).join('')]
      : ['application/json', json === undefined ? undefined : JSON.stringify(json)]
  const request = new Request(origin + path, {
    method: method.toUpperCase(),
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': type ?? '' }),
    },
    ...(body === undefined ? {} : { body }),
  })
  return Promise.resolve(send(request))
}

/**
 * What an answer has that the document does not mention: its status, its media type, a member. Empty when everything
 * is documented.
 */
export async function untold(
  document: Document,
  { operation }: Place,
  response: Response,
): Promise<string[]> {
  const text = await response.text()
  const declared = operation.responses[response.status]
  if (!declared) return [`status ${response.status}: ${text.slice(0, 200)}`]
  const told = declared.$ref ? (lookUp(document, declared.$ref) as ResponseObject) : declared
  const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? ''
  if (!told.content) return text === '' ? [] : [`a body with ${response.status}`]
  const media = told.content[type]
  if (!media?.schema) return [`media type ${type}`]
  const line = media['x-ndjson-line']
  const values = line ? text.trim().split('\n').map(parse) : [parse(text)]
  // A problem narrows a named schema, which a closed schema would not allow.
  const schema = validator(document, line ?? media.schema, type !== 'application/problem+json')
  return values.flatMap((value) => {
    const { error } = schema.safeParse(value)
    return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
