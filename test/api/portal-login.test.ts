import { describe, expect } from 'vitest'
import { openKiosk } from '../support/kiosk.ts'
import type { Patient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { createPortalBrowser } from '../support/portal-browser.ts'
import { expectRefused } from '../support/refused.ts'
import { test } from '../support/world-test.ts'

const url = async (patient: Patient) => (await patient.startProofing()).authorize_url

describe('on a device that people share', () => {
  test('the portal is told to ask who is there, and mistakes nobody for the person before', async ({
    world,
  }) => {
    const portal = createPortalBrowser()
    const kiosk = openKiosk(world)
    for (const index of [0, 1]) {
      await kiosk.begin()
      const { id, authorize_url } = await kiosk.patient.startProofing()
      await kiosk.patient.comeBack(await portal.agree(authorize_url, ordinary(index).id))
      expect(await kiosk.patient.proofingStatus(id)).toBe('ready')
      const { number } = await kiosk.patient.coverage(id)
      expect(number).toBe(ordinary(index).coverages[0]?.number)
      world.clock.advance(30_000)
    }
  })

  test.for([30_000, 5_000, 0])(
    'nobody at the browser can stop the portal from asking: a login of %i ms before is not accepted',
    async (ms, { world }) => {
      const portal = createPortalBrowser()
      await portal.agree(await url(world.patient()), ordinary(0).id)
      world.clock.advance(ms)
      const kiosk = openKiosk(world)
      await kiosk.begin()
      const { id, authorize_url } = await kiosk.patient.startProofing()
      const asked = new URL(authorize_url)
      expect([...asked.searchParams.keys()]).toEqual(['client_id', 'request_uri'])
      // Parameters beside the reference are ignored.
      for (const [name, value] of new URL(await url(world.patient())).searchParams)
        asked.searchParams.set(name, value)
      asked.searchParams.set('max_age', '3600')
      await kiosk.patient.comeBack(await portal.agree(asked.href, ordinary(1).id))
      expect(await kiosk.patient.proofingStatus(id)).toBe('ready')
      const { number } = await kiosk.patient.coverage(id)
      expect(number).toBe(ordinary(1).coverages[0]?.number)
    },
  )

  test('a request without its reference leads nowhere', async ({ world }) => {
    const kiosk = openKiosk(world)
    await kiosk.begin()
    const { authorize_url } = await kiosk.patient.startProofing()
    const bare = new URL(authorize_url)
    bare.searchParams.delete('request_uri')
    expect((await fetch(bare)).status).toBe(400)
    bare.searchParams.set('request_uri', 'urn:ietf:params:oauth:request_uri:other')
    expect((await fetch(bare)).status).toBe(400)
  })

  test.for([30_000, 5_000, 1_000])(
    'if the portal does not ask, an answer by a login of %i ms before is refused',
    async (ms, { world }) => {
      const portal = createPortalBrowser()
      await portal.agree(await url(world.patient()), ordinary(0).id)
      world.clock.advance(ms)
      await world.surroundings.portal('keeps-login')
      const kiosk = openKiosk(world)
      await kiosk.begin()
      const { id, authorize_url } = await kiosk.patient.startProofing()
      await kiosk.patient.comeBack(await portal.agree(authorize_url, ordinary(1).id))
      expect(await kiosk.patient.proofingStatus(id)).toBe('mismatch')
      expect(await kiosk.patient.session()).toMatchObject({ proofed: false })
      await expectRefused(world, 'proofing-required', () =>
        kiosk.patient.browser.send('POST', '/api/passkeys/options', { json: { device: 'shared' } }),
      )
    },
  )

  test('nothing begins and nothing is stored while the portal cannot be reached', async ({ world }) => {
    const kiosk = openKiosk(world)
    await kiosk.begin()
    await world.surroundings.portal('down')
    const json = { device: 'shared', return_to: 'kiosk' }
    await expectRefused(world, 'portal-unavailable', () =>
      kiosk.patient.browser.send('POST', '/api/portal/requests', { json }),
    )
    await world.surroundings.portal('normal')
    await kiosk.patient.startProofing()
  })

  test('an answer without the time of the sign-in is refused', async ({ world }) => {
    const kiosk = openKiosk(world)
    await kiosk.begin()
    const { id, authorize_url } = await kiosk.patient.startProofing()
    await world.surroundings.portal('no-login-time')
    await kiosk.patient.comeBack(await kiosk.patient.consent(authorize_url, ordinary(0).id))
    expect(await kiosk.patient.proofingStatus(id)).toBe('mismatch')
  })
})

describe('on a device of one’s own', () => {
  test('the portal’s own login stays valid, as people expect', async ({ world }) => {
    const portal = createPortalBrowser()
    const patient = world.patient()
    await portal.agree(await url(patient), ordinary(0).id)
    world.clock.advance(60_000)
    const { id, authorize_url } = await patient.startProofing()
    expect(new URL(authorize_url).searchParams.has('prompt')).toBe(false)
    await patient.comeBack(await portal.agree(authorize_url, ordinary(1).id))
    expect(await patient.proofingStatus(id)).toBe('ready')
    // The mock lets the second person through as the first: so the tests above can fail.
    expect((await patient.coverage(id)).number).toBe(ordinary(0).coverages[0]?.number)
  })

  test('the portal’s page names who is signed in, and offers to be somebody else', async ({ world }) => {
    const portal = createPortalBrowser()
    const patient = world.patient()
    await portal.agree(await url(patient), ordinary(0).id)
    const shown = await portal.page(await url(patient))
    expect(shown).toContain(ordinary(0).name)
    expect(shown).not.toContain(`value="${ordinary(1).id}"`)
    const [, other = ''] = /href="([^"]+)"[^>]*>別の人/.exec(shown) ?? []
    const asked = await portal.page(
      new URL(other.replaceAll('&amp;', '&'), world.surroundings.portalUrl).href,
    )
    expect(asked).toContain(`value="${ordinary(1).id}"`)
  })
})
