import { describe, expect } from 'vitest'
import { numbersOf, ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const LISTS = '/statuslists?database=demo-registry'

/** Both answers about the lists of the registry, which has linked one person. */
async function published(world: World): Promise<string[]> {
  const holder = world.holder('demo-registry')
  const [linkage] = await holder.link('research', [numbersOf(ordinary(0))])
  if (!linkage || !('status_list' in linkage)) throw new Error('nothing was linked')
  await world.tick()
  const paths = [LISTS, new URL(linkage.status_list.uri).pathname]
  for (const path of paths) expect((await holder.send('GET', path)).status).toBe(200)
  return paths
}

describe('the lists of a database', () => {
  test('are read by nobody without a token, and by no page', async ({ world }) => {
    for (const path of await published(world)) {
      const origin = 'https://elsewhere.example'
      const ask = () => fetch(world.origin + path, { headers: { origin } })
      await expectRefused(world, 'invalid-token', ask)
      const { status, headers } = await ask()
      expect([status, headers.get('www-authenticate')]).toEqual([401, `Bearer realm="${world.origin}"`])
      const own = await world.holder('demo-registry').send('GET', path, { headers: { origin } })
      const shared = [...own.headers.keys()].filter((name) => name.startsWith('access-control-'))
      expect(shared).toEqual([])
      expect(own.headers.get('cache-control')).toMatch(/^private\b/)
    }
  })

  test('do not exist for another holder', async ({ world }) => {
    const other = world.holder('demo-biobank')
    for (const path of await published(world)) {
      await expectRefused(world, 'not-found', () => other.send('GET', path))
      await expectRefused(world, 'not-found', () =>
        other.send('GET', path.replace('demo-registry', 'nobody')),
      )
    }
  })

  test('are not readable by a signed-in patient either', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    for (const path of await published(world))
      await expectRefused(world, 'invalid-token', () => patient.browser.send('GET', path))
  })

  test('are not in answers to a patient, and neither is the head of a feed', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await published(world)
    await patient.decide('stop', { all: true })
    await world.tick()
    const told = await (await patient.browser.send('GET', '/api/databases')).text()
    expect(told).toContain('published_at')
    expect(told).not.toMatch(/"seq"|revoked_(count|digest)|statuslists/)
  })

  test('need the reading scope', async ({ world }) => {
    const holder = world.holder('demo-registry')
    for (const path of await published(world))
      for (const [scope, status] of [
        ['ssf.read', 200],
        ['ssf.manage', 403],
        ['linkages.write usage.write', 403],
      ] as const) {
        const { access_token } = (await (await holder.token(scope)).json()) as { access_token: string }
        const headers = { authorization: `Bearer ${access_token}` }
        expect((await fetch(world.origin + path, { headers })).status, scope).toBe(status)
      }
  })
})
