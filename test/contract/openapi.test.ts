import { decodeJwt } from 'jose'
import { describe, expect } from 'vitest'
import { createApp } from '../../api/app.ts'
import { SCOPES } from '../../api/contract/holder.ts'
import { isPage } from '../../api/routes/site.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { DATABASE } from './linked-outsider.ts'
import { sendCall, untold } from './openapi-answers.ts'
import { BROKEN } from './openapi-broken.ts'
import { type Call, callsOf, prepareHolder } from './openapi-calls.ts'
import { type Document, operationsOf } from './openapi-document.ts'
import { RULES } from './openapi-rules.ts'
import { validator } from './openapi-validator.ts'
import { requestToken } from './outsider.ts'

const read = async ({ origin }: World): Promise<Document> => {
  const response = await fetch(`${origin}/openapi.json`)
  expect(response.status).toBe(200)
  return (await response.json()) as Document
}

describe('the published interface', () => {
  test('keeps the rules of OpenAPI, and a breach of each is noticed', async ({ world }) => {
    const document = await read(world)
    expect(document.servers).toEqual([{ url: world.origin }])
    for (const [title, rule] of Object.entries(RULES)) {
      expect(rule(document), title).toEqual([])
      expect(rule(BROKEN[title as keyof typeof RULES](structuredClone(document))), title).not.toEqual([])
    }
  })

  test('names exactly the routes that exist', async ({ world }) => {
    const routed = createApp(world.deps)
      .routes.filter(
        ({ method, path }) =>
          method !== 'ALL' &&
          !isPage(path) &&
          !/^\/(api(?!\/catalogue$)|kiosk)\b|\*|^\/(openapi(\.css)?$|forms\b)/.test(path),
      )
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`)
    const told = operationsOf(await read(world)).map(({ method, path }) => `${method} ${path}`)
    expect(told.sort()).toEqual([...new Set(routed)].sort())
  })

  test('describes every answer to correct and incorrect calls, member by member', async ({ world }) => {
    const document = await read(world)
    const places = operationsOf(document)
    const prepared = await prepareHolder(world)
    const calls = callsOf(prepared)
    expect(Object.keys(calls).sort()).toEqual(places.map(({ operation }) => operation.operationId).sort())
    for (const place of places) {
      const { operationId = '', security = [], parameters, requestBody } = place.operation
      const { valid, invalid } = calls[operationId] ?? { valid: { path: '' }, invalid: [] }
      const answer = async (call: Call) => {
        const response = await sendCall(world.origin, place.method, call, prepared.outsider.token)
        expect(
          await untold(document, place, response.clone()),
          `${operationId} ${JSON.stringify(call)}`,
        ).toEqual([])
        return response.status
      }
      expect(await answer(valid), operationId).toBeLessThan(300)
      if (parameters || requestBody) expect(invalid, operationId).not.toEqual([])
      for (const call of invalid) expect(await answer(call), operationId).toBeGreaterThanOrEqual(400)
      if (security.length > 0) expect(await answer({ ...valid, token: null }), operationId).toBe(401)
    }
  })

  test('is public only where it describes the service', async ({ world }) => {
    const document = await read(world)
    const prepared = await prepareHolder(world)
    const calls = callsOf(prepared)
    const open = operationsOf(document).filter(({ operation: { security = [] } }) => security.length === 0)
    expect(open.map(({ operation }) => operation.operationId).toSorted()).toEqual([
      'getCatalogue',
      'getExamples',
      'getKeys',
      'getOAuthMetadata',
      'getOpenApi',
      'getSchemaOfCatalogue',
      'getSchemaOfDesks',
      'getSchemaOfHolders',
      'getSchemaOfKiosks',
      'getSsfConfiguration',
      'issueAccessToken',
    ])
    for (const { method, operation } of operationsOf(document)) {
      const { operationId = '', security = [] } = operation
      const call = calls[operationId]?.valid
      if (!call || security.length === 0) continue
      const answer = await sendCall(world.origin, method, call, prepared.outsider.token)
      expect(answer.status, operationId).toBeLessThan(300)
      const { headers } = answer
      expect(headers.get('access-control-allow-origin'), operationId).toBeNull()
      expect(headers.get('cache-control') ?? '', operationId).not.toMatch(/public|s-maxage/)
    }
  })

  test('requires exactly the scopes that it names', async ({ world }) => {
    const document = await read(world)
    const calls = callsOf(await prepareHolder(world))
    for (const scope of SCOPES) {
      const token = await requestToken(world.origin, world.holder(DATABASE).key, undefined, scope)
      for (const { method, operation } of operationsOf(document)) {
        const { operationId = '', security = [] } = operation
        const call = calls[operationId]?.valid
        if (!call || security.length === 0) continue
        const { status } = await sendCall(world.origin, method, { ...call, token }, token)
        const enough = security.some(({ oauth2 }) => oauth2?.every((needed) => needed === scope))
        expect(status !== 403, `${operationId} with ${scope}`).toBe(enough)
      }
    }
  })

  test('describes the content of a SET and of a status list', async ({ world }) => {
    const document = await read(world)
    const { outsider, stream, list } = await prepareHolder(world)
    await outsider.send('POST', '/ssf/verify', { json: { stream_id: stream, state: 'abc' } })
    await outsider.send('POST', '/ssf/status', { json: { stream_id: stream, status: 'paused' } })
    await outsider.send('POST', '/ssf/status', {
      json: { stream_id: stream, status: 'enabled', reason: 'x' },
    })
    const { sets } = await outsider.poll(stream)
    // One revocation, one verification, and only the newer of the two changes of status.
    expect(Object.keys(sets)).toHaveLength(3)
    const set = validator(document, { $ref: '#/components/schemas/SetPayload' }, true)
    for (const jws of Object.values(sets)) expect(set.safeParse(decodeJwt(jws)).error).toBeUndefined()
    const signed = await (await outsider.load(world.origin + list)).text()
    const payload = validator(document, { $ref: '#/components/schemas/StatusListPayload' }, true)
    expect(payload.safeParse(decodeJwt(signed)).error).toBeUndefined()
  })

  test('refuses in its schemas what the service refuses', async ({ world }) => {
    const document = await read(world)
    const prepared = await prepareHolder(world)
    const calls = callsOf(prepared)
    for (const { method, operation } of operationsOf(document)) {
      const schema = operation.requestBody?.content['application/json']?.schema
      const { valid, invalid } = calls[operation.operationId ?? ''] ?? {}
      if (!schema || !valid || !invalid) continue
      const accepts = ({ json }: Call) => validator(document, schema).safeParse(json).success
      expect(accepts(valid), operation.operationId).toBe(true)
      const wrong = invalid.filter((call) => call.json !== undefined && !accepts(call))
      expect(wrong, operation.operationId).not.toEqual([])
      for (const call of wrong) {
        const { status } = await sendCall(world.origin, method, call, prepared.outsider.token)
        expect([400, 413]).toContain(status)
      }
    }
  })

  test('refuses in its schemas the lines that the service answers as invalid', async ({ world }) => {
    const document = await read(world)
    const prepared = await prepareHolder(world)
    const calls = callsOf(prepared)
    for (const id of ['registerLinkages', 'removeLinkages', 'reportOutcomes']) {
      const place = operationsOf(document).find(({ operation }) => operation.operationId === id)
      const schema = place?.operation.requestBody?.content['application/x-ndjson']?.['x-ndjson-line']
      const call = calls[id]?.valid
      if (!schema || !call) throw new Error(`no lines of ${id}`)
      const answered = await sendCall(world.origin, 'post', call, prepared.outsider.token)
      const invalid = (await answered.text())
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { error?: string }).error === 'invalid-line')
      const refused = call.ndjson?.map((line) => !validator(document, schema).safeParse(line).success)
      expect(refused).toEqual(invalid)
      expect(new Set(refused)).toEqual(new Set([true, false]))
    }
  })

  test('is described on a page whose links work, with nothing from other sites', async ({ world }) => {
    const response = await fetch(`${world.origin}/openapi`)
    expect(response.headers.get('content-type')).toMatch(/^text\/html/)
    const page = await response.text()
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const links = [...page.matchAll(/ (?:href|src)="([^"]+)"/g)].map(([, link]) => link ?? '')
    expect(links.filter((link) => !link.startsWith('/') && !ids.includes(link.slice(1)))).toEqual([])
    expect(page).not.toMatch(/<script|<style| style=| on\w+=/)
    for (const { path, operation } of operationsOf(await read(world))) {
      expect(ids).toContain(operation.operationId)
      expect(page.replaceAll('<wbr>', '')).toContain(` ${path}</code>`)
    }
    const style = await fetch(`${world.origin}/openapi.css`)
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8')
  })
})
