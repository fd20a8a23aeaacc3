import { expect } from 'vitest'
import { ordinary } from '../support/people.ts'
import { test } from '../support/world-test.ts'
import { DATABASE, linkedOutsider } from './linked-outsider.ts'

const MEMBERS = new Set(
  ['id', 'at', 'kind', 'read_at', 'database', 'purpose', 'databases', 'decision', 'project'].concat([
    'from',
    'to',
    'class',
    'case',
    'usable_from',
  ]),
)

test('a client that knows only what is written lists the messages of its person, and marks one', async ({
  world,
}) => {
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  await linkedOutsider(world, 1)
  const cookie = [...patient.browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
  const get = async () => {
    const answer = await fetch(`${world.origin}/api/messages`, { headers: { cookie } })
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    return (await answer.json()) as { messages: Record<string, unknown>[]; unread: number }
  }
  const mark = (id: string, headers: Record<string, string>) =>
    fetch(`${world.origin}/api/messages/${id}/read`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
    })

  const { messages, unread } = await get()
  expect(unread).toBe(1)
  const [message = {}] = messages
  expect(Object.keys(message).filter((member) => !MEMBERS.has(member))).toEqual([])
  expect(message).toMatchObject({ kind: 'linked', database: DATABASE, purpose: 'research', read_at: null })
  expect(message.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)

  const [id, own] = [encodeURIComponent(String(message.id)), { origin: world.origin }]
  expect((await mark(id, { cookie })).status, 'another site').toBe(403)
  expect((await mark(id, own)).status, 'nobody').toBe(401)
  expect((await mark('nothing', { cookie, ...own })).status).toBe(404)
  expect((await get()).unread).toBe(1)
  for (let times = 0; times < 2; times++) expect((await mark(id, { cookie, ...own })).status).toBe(204)
  expect(await get()).toMatchObject({ messages: [{ read_at: expect.any(String) }], unread: 0 })
})
