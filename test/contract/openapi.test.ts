import { decodeJwt } from 'jose'
import { describe, expect } from 'vitest'
import { createApp } from '../../api/app.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { sendCall, untold } from './openapi-answers.ts'
import { BROKEN } from './openapi-broken.ts'
import { type Call, callsOf, prepareHolder } from './openapi-calls.ts'
import { type Document, operationsOf } from './openapi-document.ts'
import { RULES } from './openapi-rules.ts'
import { validator } from './openapi-validator.ts'

const read = async ({ origin }: World): Promise<Document> => {
  const response = await fetch(`${origin}/openapi.json`)
  expect(response.status).toBe(200)
  return (await response.json()) as Document
}

describe('the published interface', () => {
  test('keeps the rules of OpenAPI, each of which is noticed when broken', async ({ world }) => {
    const document = await read(world)
    expect(document.servers).toEqual([{ url: world.origin }])
    for (const [title, rule] of Object.entries(RULES)) {
      expect(rule(document), title).toEqual([])
      expect(rule(BROKEN[title as keyof typeof RULES](structuredClone(document))), title).not.toEqual([])
    }
  })

  test('names the routes that there are, and no others', async ({ world }) => {
    const routed = createApp(world.deps)
      .routes.filter(({ method, path }) => method !== 'ALL' && !/^\/api\/|\*|^\/openapi(\.css)?$/.test(path))
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`)
    const told = operationsOf(await read(world)).map(({ method, path }) => `${method} ${path}`)
    expect(told.sort()).toEqual([...new Set(routed)].sort())
  })

  test('tells every answer to proper and improper calls, member by member', async ({ world }) => {
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

  test('tells what is in a SET and in a status list', async ({ world }) => {
    const document = await read(world)
    const { outsider, stream, list } = await prepareHolder(world)
    await outsider.send('POST', '/ssf/verify', { json: { stream_id: stream, state: 'abc' } })
    await outsider.send('POST', '/ssf/status', { json: { stream_id: stream, status: 'paused' } })
    await outsider.send('POST', '/ssf/status', {
      json: { stream_id: stream, status: 'enabled', reason: 'x' },
    })
    const { sets } = await outsider.poll(stream)
    expect(Object.keys(sets)).toHaveLength(4)
    const set = validator(document, { $ref: '#/components/schemas/SetPayload' }, true)
    for (const jws of Object.values(sets)) expect(set.safeParse(decodeJwt(jws)).error).toBeUndefined()
    const signed = await (await fetch(world.origin + list)).text()
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
})
