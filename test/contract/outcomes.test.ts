import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { createInterface } from 'node:readline'
import { describe, expect } from 'vitest'
import { test } from '../support/world-test.ts'
import { decides, linkedOutsider } from './linked-outsider.ts'
import type { Document } from './openapi-document.ts'
import { validator } from './openapi-validator.ts'
import { changesOf } from './sets.ts'

type Answer = Record<string, unknown>
const read = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Answer)

describe('outcomes that an outsider reports', () => {
  test('follow its feed: each revoked row has one, whose answer is in the order of the lines', async ({
    world,
  }) => {
    const { outsider, stream, people, linked } = await linkedOutsider(world, 3)
    for (const { id } of people.slice(0, 2)) await (await decides(world, id))('stop')
    const { sets } = await outsider.poll(stream)
    const revoked = (await changesOf(world.origin, 'demo-registry', sets)).map(({ token }) => token)
    expect(revoked).toHaveLength(2)
    const ndjson = [
      { token: revoked[1], outcome: 'not-found' },
      { token: linked[2]?.token, outcome: 'applied' },
      { token: revoked[0], outcome: 'exempt', reason: 'law', until: '2027-03-31' },
    ]
    const answer = await outsider.send('POST', `/ssf/streams/${stream}/outcomes`, { ndjson })
    expect(answer.headers.get('content-type')).toMatch(/^application\/x-ndjson/)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(read(await answer.text())).toEqual([
      { token: revoked[1], outcome: 'not-found' },
      { error: 'not-revoked' },
      { token: revoked[0], outcome: 'exempt' },
    ])
  })

  test('are answered while more lines follow', async ({ world }) => {
    const { outsider, stream, linked } = await linkedOutsider(world, 1)
    const sent = request(`${world.origin}/ssf/streams/${stream}/outcomes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${outsider.token}`, 'content-type': 'application/x-ndjson' },
    })
    const line = (ref: string) => `${JSON.stringify({ ref, token: linked[0]?.token, outcome: 'applied' })}\n`
    const response = once(sent, 'response') as Promise<[IncomingMessage]>
    sent.write(line('first'))
    const [answer] = await response
    const answers = createInterface({ input: answer })[Symbol.asyncIterator]()
    const next = async () => JSON.parse((await answers.next()).value as string) as Answer
    expect(await next()).toEqual({ error: 'not-revoked', ref: 'first' })
    sent.end(line('second'))
    expect(await next()).toEqual({ error: 'not-revoked', ref: 'second' })
    expect((await answers.next()).done).toBe(true)
  })

  test('are those that the examples show', async ({ world }) => {
    const load = async <T>(path: string) => (await (await fetch(world.origin + path)).json()) as T
    const document = await load<Document>('/openapi.json')
    const { outcomes, digest, sets } = await load<{
      outcomes: { lines: Answer[]; answers: Answer[] }
      digest: { steps: { token: string }[] }
      sets: { payload: { sub_id: { id: string } } }[]
    }>('/openapi/examples.json')
    const fits = (name: string) => validator(document, { $ref: `#/components/schemas/${name}` }, true)
    for (const line of outcomes.lines) expect(fits('OutcomeLine').safeParse(line).error).toBeUndefined()
    for (const answer of outcomes.answers)
      expect(fits('OutcomeAnswer').safeParse(answer).error).toBeUndefined()
    expect(outcomes.answers.map(({ ref }) => ref)).toEqual(outcomes.lines.map(({ ref }) => ref))
    const revoked = digest.steps.map(({ token }) => token)
    for (const [i, { token }] of outcomes.lines.entries())
      expect('error' in (outcomes.answers[i] ?? {})).toBe(!revoked.includes(String(token)))
    expect(sets.map(({ payload }) => payload.sub_id.id)).toContain(outcomes.lines.at(-1)?.token)
  })
})
