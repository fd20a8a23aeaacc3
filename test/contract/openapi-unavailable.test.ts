import { describe, expect, vi } from 'vitest'
import { createApp } from '../../api/app.ts'
import { StoreFull, StoreUnavailable } from '../../api/store/errors.ts'
import { SECOND } from '../support/clock.ts'
import { codeOf } from '../support/problem.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { sendCall, untold } from './openapi-answers.ts'
import { callsOf, prepareHolder } from './openapi-calls.ts'
import { type Document, lookUp, operationsOf, type Place, type ResponseObject } from './openapi-document.ts'

/** Every operation that documents a problem, and every one that returns it for a correct call. */
async function saidAndDone(world: World, code: string, status: number, befall: () => void) {
  const document = (await (await fetch(`${world.origin}/openapi.json`)).json()) as Document
  const prepared = await prepareHolder(world)
  const calls = callsOf(prepared)
  // Remembered lists and streams are looked up again.
  world.clock.advance(2 * SECOND)
  befall()
  const app = createApp(world.deps)
  const said: string[] = []
  const done: string[] = []
  for (const place of operationsOf(document)) {
    const id = place.operation.operationId ?? ''
    const { valid } = calls[id] ?? {}
    if (!valid) throw new Error(`no call of ${id}`)
    if (typesOf(document, place, status).includes(`urn:erabu:problem:${code}`)) said.push(id)
    const answer = await sendCall(world.origin, place.method, valid, prepared.outsider.token, (request) =>
      app.fetch(request, {}),
    )
    expect(await untold(document, place, answer.clone()), id).toEqual([])
    if ((await codeOf(answer)) === code) done.push(id)
  }
  vi.restoreAllMocks()
  return { said, done }
}

/** The problem types that an operation documents for a status. */
function typesOf(document: Document, { operation }: Place, status: number): string[] {
  const { $ref } = operation.responses[status] ?? {}
  if (!$ref) return []
  const { content } = lookUp(document, $ref) as ResponseObject
  const type = lookUp(content?.['application/problem+json'], '#/schema/allOf/1/properties/type')
  return (type as { enum: string[] }).enum
}

const failWith = (world: World, ways: ('read' | 'memo' | 'transact')[], error: Error) => {
  for (const way of ways) vi.spyOn(world.deps.store, way).mockRejectedValue(error)
}

describe('the published interface says of each call', () => {
  test('whether it is refused under overload', async ({ world }) => {
    const { said, done } = await saidAndDone(world, 'unavailable', 503, () => {
      world.deps.config.concurrency = 0
    })
    expect(said).toEqual(done)
    expect(done).toContain('registerLinkages')
    expect(done).not.toContain('pollStream')
  })

  test('whether it fails while the store does not answer', async ({ world }) => {
    const { said, done } = await saidAndDone(world, 'store-unavailable', 503, () =>
      failWith(world, ['read', 'memo', 'transact'], new StoreUnavailable('gone')),
    )
    expect(said).toEqual(done)
    expect(done).toContain('pollStream')
    expect(done).not.toContain('getKeys')
  })

  test('that it may fail while the store is full', async ({ world }) => {
    const { said, done } = await saidAndDone(world, 'store-full', 507, () =>
      failWith(world, ['transact'], new StoreFull('full')),
    )
    expect(done.filter((id) => !said.includes(id))).toEqual([])
    expect(done).toContain('registerLinkages')
    expect(said).not.toContain('getKeys')
  })
})
