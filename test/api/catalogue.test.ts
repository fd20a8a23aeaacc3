import { describe, expect } from 'vitest'
import { CatalogueAnswer } from '../../api/contract/catalogue.ts'
import { CATALOGUE, STOPPABLE } from '../support/catalogue.ts'
import { openKiosk } from '../support/kiosk.ts'
import { ordinary } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const read = ({ origin }: World, headers: Record<string, string> = {}) =>
  fetch(`${origin}/api/catalogue`, { headers })

test.for(['/api/catalogue', '/api/texts'])(
  '%s is cacheable, and does not name the visit that asked',
  async (path, { world }) => {
    const kiosk = openKiosk(world)
    const { visit } = await kiosk.begin()
    const answer = await kiosk.patient.browser.send('GET', path, { headers: { 'Erabu-Visit': visit } })
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=300'])
    expect([answer.headers.get('erabu-visit'), answer.headers.get('set-cookie')]).toEqual([null, null])
  },
)

describe('GET /api/catalogue', () => {
  test('tells anybody what is known of every database, and what can be stopped here', async ({ world }) => {
    const answer = await read(world)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json'])
    const { databases } = CatalogueAnswer.parse(await answer.json())
    expect(databases).toEqual(
      CATALOGUE.map(({ former_names, feed, ...entry }) => ({
        ...entry,
        stoppable: STOPPABLE.includes(entry.id),
      })),
    )
  })

  test('may be cached for five minutes, and is not sent again to a client that has it', async ({ world }) => {
    const first = await read(world)
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[\w-]{43}"$/)
    expect(first.headers.get('cache-control')).toBe('public, max-age=300')
    for (const held of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await read(world, { 'if-none-match': held })
      expect([again.status, await again.text()]).toEqual([304, ''])
      expect(again.headers.get('etag')).toBe(etag)
    }
    expect((await read(world, { 'if-none-match': '"other"' })).status).toBe(200)
  })

  test('has a tag of its own for each encoding', async ({ world }) => {
    const inEncoding = async (encoding: string) => {
      const { headers } = await read(world, { 'accept-encoding': encoding })
      return [headers.get('content-encoding'), headers.get('vary'), headers.get('etag')]
    }
    const [zipped, plain] = [await inEncoding('gzip'), await inEncoding('identity')]
    expect([zipped.slice(0, 2), plain.slice(0, 2)]).toEqual([
      ['gzip', 'Accept-Encoding'],
      [null, 'Accept-Encoding'],
    ])
    expect(zipped[2]).not.toBe(plain[2])
  })

  test('is the same for everybody, and holds nothing of a person', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await world.holder('demo-registry').link('research', [])
    const own = await patient.browser.send('GET', '/api/catalogue')
    expect(own.headers.get('set-cookie')).toBeNull()
    expect(await own.text()).toBe(await (await read(world)).text())
  })
})
